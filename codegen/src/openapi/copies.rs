//! Copies of a schema: inline schemas with the same text. Frameworks repeat the schema of a body for each of its media types.
//!
//! Two components are never copies of each other, even if their texts are equal: the author named both.

use super::document::Document;
use super::schema::{Keywords, SchemaId, SchemaKind};
use crate::diag::SourceLocation;

/// Upper bound for the subschemas that one comparison visits. Larger schemas are not compared to the end, and count as different.
const MOST_SCHEMAS: usize = 4096;

impl Document {
    /// Follows references that have no siblings except annotations.
    #[must_use]
    pub fn referenced(&self, schema: SchemaId) -> SchemaId {
        self.follow(schema, is_only_reference)
    }

    /// Whether two schemas refer to the same schema, or have the same text.
    #[must_use]
    pub fn are_copies(&self, left: SchemaId, right: SchemaId) -> bool {
        let mut pairs = vec![(left, right)];
        let mut visited = 0;
        while let Some((left, right)) = pairs.pop() {
            visited += 1;
            if visited > MOST_SCHEMAS {
                return false;
            }
            let targets = (self.referenced(left), self.referenced(right));
            if targets.0 == targets.1 {
                continue;
            }
            // Only a reference leads to a component.
            if targets != (left, right) {
                return false;
            }
            let (left, right) = match (&self.schema(left).kind, &self.schema(right).kind) {
                (SchemaKind::Keywords(left), SchemaKind::Keywords(right)) => (left, right),
                (SchemaKind::Bool(left), SchemaKind::Bool(right)) if left == right => continue,
                (SchemaKind::Keywords(_) | SchemaKind::Bool(_), _) => return false,
            };
            if own_text(left) != own_text(right) || !same_order(left, right) {
                return false;
            }
            let (left, right) = (inner(left), inner(right));
            pairs.extend(left.zip(right));
        }
        true
    }
}

fn is_only_reference(keywords: &Keywords) -> bool {
    let others = Keywords {
        reference: None,
        title: None,
        description: None,
        default: None,
        examples: Vec::new(),
        deprecated: None,
        ..keywords.clone()
    };
    others == Keywords::default()
}

/// Returns the keywords without the subschemas and the place in the document.
fn own_text(keywords: &Keywords) -> Keywords {
    let mut text = keywords.clone();
    text.replace_children(|role, id| if role.is_written_inside() { SchemaId(0) } else { id });
    if let Some(discriminator) = &mut text.discriminator {
        discriminator.place = SourceLocation::default();
    }
    text
}

/// Whether the maps of subschemas have the same order, so that subschemas at the same position have the same key.
fn same_order(left: &Keywords, right: &Keywords) -> bool {
    left.properties.keys().eq(right.properties.keys())
        && left.pattern_properties.keys().eq(right.pattern_properties.keys())
        && left.dependent_schemas.keys().eq(right.dependent_schemas.keys())
}

fn inner(keywords: &Keywords) -> impl Iterator<Item = SchemaId> + '_ {
    keywords.children_by(|role| role.is_written_inside()).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::source::{MapLoader, Source};

    /// Checks whether two schemas in the components are copies of each other. The components `A` and `B` exist, too.
    #[track_caller]
    fn check(left: &str, right: &str, expect: bool) {
        let text = format!(
            "
openapi: 3.1.0
info: {{title: t, version: '1'}}
components:
  schemas:
    A: {{type: string}}
    B: {{type: string}}
    L: {{prefixItems: [{left}]}}
    R: {{prefixItems: [{right}]}}
"
        );
        let loader = MapLoader::new([("a.yaml", text)]);
        let mut diagnostics = Diagnostics::default();
        let mut source = Source::read("a.yaml", &loader, &mut diagnostics).unwrap();
        let document = crate::openapi::read(&mut source, &loader, &mut diagnostics).unwrap();
        let inline = |name: &str| {
            let id = document.components[name];
            super::super::copies::inner(match &document.schema(id).kind {
                crate::openapi::SchemaKind::Keywords(keywords) => keywords,
                crate::openapi::SchemaKind::Bool(_) => panic!("{name} has keywords"),
            })
            .next()
            .unwrap()
        };
        assert_eq!(document.are_copies(inline("L"), inline("R")), expect, "{left} | {right}");
    }

    #[test]
    fn copies_have_the_same_text() {
        let a = "{$ref: '#/components/schemas/A'}";
        for (left, right, expect) in [
            ("{type: integer}", "{type: integer}", true),
            ("{type: integer}", "{type: number}", false),
            ("{type: integer, minimum: 1}", "{type: integer}", false),
            ("true", "true", true),
            ("true", "false", false),
            (a, a, true),
            (a, "{$ref: '#/components/schemas/A', description: other}", true),
            (a, "{$ref: '#/components/schemas/A', minLength: 1}", false),
            (a, "{$ref: '#/components/schemas/B'}", false),
            (a, "{type: string}", false),
            ("{properties: {a: {type: string}}}", "{properties: {a: {type: string}}}", true),
            ("{properties: {a: {type: string}}}", "{properties: {a: {type: integer}}}", false),
            ("{properties: {a: true, b: false}}", "{properties: {b: true, a: false}}", false),
            ("{properties: {a: true, b: false}}", "{properties: {b: false, a: true}}", false),
            ("{items: {$ref: '#/components/schemas/A'}}", "{items: {$ref: '#/components/schemas/A'}}", true),
            ("{items: {$ref: '#/components/schemas/A'}}", "{items: {$ref: '#/components/schemas/B'}}", false),
            ("{items: true}", "{contains: true}", false),
            (
                "{oneOf: [true], discriminator: {propertyName: t}}",
                "{oneOf: [true], discriminator: {propertyName: t}}",
                true,
            ),
        ] {
            check(left, right, expect);
        }
    }

    #[test]
    fn the_effort_is_bounded() {
        let nested = |depth: usize| format!("{}true{}", "{items: ".repeat(depth), "}".repeat(depth));
        check(&nested(50), &nested(50), true);
        let wide = |count: usize| {
            let members: Vec<String> = (0..count).map(|index| format!("p{index}: {{type: string}}")).collect();
            format!("{{properties: {{{}}}}}", members.join(", "))
        };
        check(&wide(100), &wide(100), true);
        check(&wide(super::MOST_SCHEMAS), &wide(super::MOST_SCHEMAS), false);
    }
}
