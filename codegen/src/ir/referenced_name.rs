//! Names of schemas that have a name but are not in `components.schemas`: references name them.

/// The name of a schema in another file, or below `$defs` or `definitions`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReferencedName {
    /// The last segment of the reference, or the stem of the file.
    pub name: String,
    /// Names around the schema, the nearest first: of the enclosing schema, of its file and of the folders. They distinguish schemas with
    /// the same name.
    pub qualifiers: Vec<String>,
    /// The file relative to the folder of the document, and the pointer: `common.yaml#/components/schemas/Address`.
    pub place: String,
    /// The name in the settings: the name of the schema if it is unique, otherwise the place.
    pub in_settings: String,
}
