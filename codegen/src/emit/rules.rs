//! Rules: the tables that the feature `validate` reads.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::rust::{Lookup, ident, identifier, json_type};
use crate::ir::{Bound, Count, Pattern, Rule, TypeId};

/// Writes the rows of rules.
pub(super) struct RuleRows<'a> {
    lookup: Lookup<'a>,
    /// The path of the module `models`.
    models: TokenStream,
}

impl<'a> RuleRows<'a> {
    /// For a module whose path of the module `models` is this.
    pub(super) fn new(lookup: Lookup<'a>, models: TokenStream) -> Self {
        Self { lookup, models }
    }

    /// Returns the rows of some rules.
    pub(super) fn rows(&self, rules: &[Rule]) -> Vec<TokenStream> {
        rules.iter().flat_map(|rule| self.row(rule)).collect()
    }

    /// Returns the row of a rule. A rule that refers to an alias is replaced by the rules of the alias.
    fn row(&self, rule: &Rule) -> Vec<TokenStream> {
        let list = |rules: &[Rule]| self.list(rules);
        vec![match rule {
            Rule::Never => quote!(Never),
            Rule::Type(json_types) => {
                let json_types = json_types.iter().map(|kind| json_type(*kind));
                quote!(Type(&[#(Kind::#json_types),*]))
            }
            Rule::Enum(values) => {
                quote!(Enum(&[#(#values),*]))
            }
            Rule::Listed(id) => {
                let name = self.name(*id);
                quote!(Listed(listed::<#name>))
            }
            Rule::Count(count, number) => call(count_name(*count), [Literal::u64_unsuffixed(*number)]),
            Rule::Number(bound, number) => call(bound_name(*bound), [number.to_string()]),
            Rule::Pattern(Pattern { text, expression, .. }) if text == expression => quote!(Pattern(#text)),
            Rule::Pattern(Pattern { text, expression, .. }) => quote!(PatternAs(#text, #expression)),
            Rule::Format(format) => quote!(Format(#format)),
            Rule::UniqueItems => quote!(UniqueItems),
            Rule::PrefixItems(positions) => call("PrefixItems", [self.lists(positions)]),
            Rule::Items(from, rules) => {
                let (from, rules) = (Literal::usize_unsuffixed(*from), list(rules));
                quote!(Items(#from, #rules))
            }
            Rule::Contains(rules, least, most) => {
                let (rules, least) = (list(rules), Literal::u64_unsuffixed(*least));
                let most = most.map(Literal::u64_unsuffixed).map_or(quote!(None), |most| quote!(Some(#most)));
                quote!(Contains(#rules, #least, #most))
            }
            Rule::Required(names) => quote!(Required(&[#(#names),*])),
            Rule::Property(name, rules) => call("Property", [quote!(#name), list(rules)]),
            Rule::PatternProperty(pattern, rules) => {
                let expression = &pattern.expression;
                call("PatternProperty", [quote!(#expression), list(rules)])
            }
            Rule::AdditionalProperties(names, patterns, rules) => {
                let patterns = patterns.iter().map(|pattern| &pattern.expression);
                call("AdditionalProperties", [quote!(&[#(#names),*]), quote!(&[#(#patterns),*]), list(rules)])
            }
            Rule::PropertyNames(rules) => call("PropertyNames", [list(rules)]),
            Rule::DependentRequired(name, names) => quote!(DependentRequired(#name, &[#(#names),*])),
            Rule::DependentSchema(name, rules) => call("DependentSchema", [quote!(#name), list(rules)]),
            Rule::AnyOf(branches) => call("AnyOf", [self.lists(branches)]),
            Rule::OneOf(branches) => call("OneOf", [self.lists(branches)]),
            Rule::Discriminator(property, branches) => {
                let branches = branches.iter().map(|(tags, rules)| {
                    let rules = list(rules);
                    quote!((&[#(#tags),*], #rules))
                });
                quote!(Discriminator(#property, &[#(#branches),*]))
            }
            Rule::Not(rules) => call("Not", [list(rules)]),
            Rule::If(test, then, otherwise) => call("If", [list(test), list(then), list(otherwise)]),
            Rule::RefBeyondType(id) if self.lookup.aliased(*id).is_some() => {
                return self.rows(&self.lookup.api.type_def(*id).rules.beyond_type);
            }
            Rule::RefBeyondType(id) => {
                let name = self.name(*id);
                quote!(Of(#name::rules))
            }
            Rule::RefFull(id) if self.lookup.aliased(*id).is_some() => {
                return self.rows(self.lookup.api.type_def(*id).rules.full.as_deref().unwrap_or_default());
            }
            Rule::RefFull(id) => {
                let name = self.name(*id);
                quote!(Whole(#name::whole))
            }
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

    /// Returns the path of a type.
    fn name(&self, id: TypeId) -> TokenStream {
        let (models, name) = (&self.models, ident(&self.lookup.names.ty(id).name));
        quote!(#models::#name)
    }
}

/// `Name(argument, …)`.
fn call<const N: usize>(name: &str, arguments: [impl ToTokens; N]) -> TokenStream {
    let name = identifier(name);
    quote!(#name(#(#arguments),*))
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
