//! Rules: the table of what `validate()` checks, beside the codec's.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Models;
use crate::emit::ident;
use crate::emit::types::kind_name;
use crate::ir::{Bound, Count, Rule, Shape, TypeId};

impl Models<'_> {
    /// The tables of a type. An alias has none: its rules stand where it is used.
    pub(super) fn rules(&self, id: TypeId) -> TokenStream {
        let (def, names) = self.def(id);
        if matches!(def.shape, Shape::Alias(_)) {
            return quote!();
        }
        let name = ident(names.name.as_str());
        let table = self.rows(&def.rules.rest);
        let rules = match table.is_empty() {
            true => quote!(crate::runtime::codec::rules!(#name);),
            false => quote!(crate::runtime::codec::rules!(#name { #(#table,)* });),
        };
        let whole = def.rules.whole.as_ref().map(|whole| self.rows(whole));
        let whole = whole.map(|table| quote!(crate::runtime::codec::whole!(#name { #(#table,)* });));
        quote!(#rules #whole)
    }

    fn rows(&self, rules: &[Rule]) -> Vec<TokenStream> {
        rules.iter().flat_map(|rule| self.row(rule)).collect()
    }

    /// A rule; those of an alias are as many as it has.
    fn row(&self, rule: &Rule) -> Vec<TokenStream> {
        vec![match rule {
            Rule::Never => quote!(Never),
            Rule::Type(kinds) => {
                let kinds = kinds.iter().map(|kind| ident(kind_name(*kind)));
                quote!(Type(&[#(Kind::#kinds),*]))
            }
            Rule::Enum(values) => {
                let values = values.iter().map(ToString::to_string);
                quote!(Enum(&[#(#values),*]))
            }
            Rule::Listed(id) => {
                let (_, names) = self.def(*id);
                let name = ident(names.name.as_str());
                quote!(Listed(listed::<super::#name>))
            }
            Rule::Count(count, number) => {
                let (name, number) = (ident(count_name(*count)), Literal::u64_unsuffixed(*number));
                quote!(#name(#number))
            }
            Rule::Number(bound, number) => {
                let (name, number) = (ident(bound_name(*bound)), number.to_string());
                quote!(#name(#number))
            }
            Rule::Pattern(pattern) => quote!(Pattern(#pattern)),
            Rule::Format(format) => quote!(Format(#format)),
            Rule::UniqueItems => quote!(UniqueItems),
            Rule::PrefixItems(positions) => {
                let positions = self.lists(positions);
                quote!(PrefixItems(#positions))
            }
            Rule::Items(from, rules) => {
                let (from, rules) = (Literal::usize_unsuffixed(*from), self.list(rules));
                quote!(Items(#from, #rules))
            }
            Rule::Contains(rules, least, most) => {
                let (rules, least) = (self.list(rules), Literal::u64_unsuffixed(*least));
                let most = most.map(Literal::u64_unsuffixed).map_or(quote!(None), |most| quote!(Some(#most)));
                quote!(Contains(#rules, #least, #most))
            }
            Rule::Required(names) => quote!(Required(&[#(#names),*])),
            Rule::Property(name, rules) => {
                let rules = self.list(rules);
                quote!(Property(#name, #rules))
            }
            Rule::PatternProperty(pattern, rules) => {
                let rules = self.list(rules);
                quote!(PatternProperty(#pattern, #rules))
            }
            Rule::AdditionalProperties(names, patterns, rules) => {
                let rules = self.list(rules);
                quote!(AdditionalProperties(&[#(#names),*], &[#(#patterns),*], #rules))
            }
            Rule::PropertyNames(rules) => {
                let rules = self.list(rules);
                quote!(PropertyNames(#rules))
            }
            Rule::DependentRequired(name, names) => quote!(DependentRequired(#name, &[#(#names),*])),
            Rule::DependentSchema(name, rules) => {
                let rules = self.list(rules);
                quote!(DependentSchema(#name, #rules))
            }
            Rule::AnyOf(branches) => {
                let branches = self.lists(branches);
                quote!(AnyOf(#branches))
            }
            Rule::OneOf(branches) => {
                let branches = self.lists(branches);
                quote!(OneOf(#branches))
            }
            Rule::Discriminator(property, branches) => {
                let branches = branches.iter().map(|(tags, rules)| {
                    let rules = self.list(rules);
                    quote!((&[#(#tags),*], #rules))
                });
                quote!(Discriminator(#property, &[#(#branches),*]))
            }
            Rule::Not(rules) => {
                let rules = self.list(rules);
                quote!(Not(#rules))
            }
            Rule::If(test, then, otherwise) => {
                let (test, then, otherwise) = (self.list(test), self.list(then), self.list(otherwise));
                quote!(If(#test, #then, #otherwise))
            }
            Rule::Of(id) | Rule::Whole(id) => return self.of(*id, matches!(rule, Rule::Whole(_))),
        }]
    }

    fn list(&self, rules: &[Rule]) -> TokenStream {
        let rules = self.rows(rules);
        quote!(&[#(#rules),*])
    }

    fn lists(&self, lists: &[Vec<Rule>]) -> TokenStream {
        let lists = lists.iter().map(|rules| self.list(rules));
        quote!(&[#(#lists),*])
    }

    /// The rules of a type where it is used.
    fn of(&self, id: TypeId, whole: bool) -> Vec<TokenStream> {
        let (def, names) = self.def(id);
        let name = ident(names.name.as_str());
        match (&def.shape, whole) {
            (Shape::Alias(_), false) => self.rows(&def.rules.rest),
            (Shape::Alias(_), true) => self.rows(def.rules.whole.as_deref().unwrap_or_default()),
            (_, false) => vec![quote!(Of(super::#name::rules))],
            (_, true) => vec![quote!(Whole(super::#name::whole))],
        }
    }
}

fn count_name(count: Count) -> &'static str {
    match count {
        Count::MinLength => "MinLength",
        Count::MaxLength => "MaxLength",
        Count::MinItems => "MinItems",
        Count::MaxItems => "MaxItems",
        Count::MinProperties => "MinProperties",
        Count::MaxProperties => "MaxProperties",
    }
}

fn bound_name(bound: Bound) -> &'static str {
    match bound {
        Bound::Minimum => "Minimum",
        Bound::Maximum => "Maximum",
        Bound::ExclusiveMinimum => "ExclusiveMinimum",
        Bound::ExclusiveMaximum => "ExclusiveMaximum",
        Bound::MultipleOf => "MultipleOf",
    }
}
