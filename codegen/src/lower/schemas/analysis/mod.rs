//! The analysis: answers questions about the schemas of a document.
//!
//! It does not know the definitions, the settings, the coverage notes or the rules, and it imports neither `builder` nor
//! `rules`. It consists of four layers, each a folder. A layer imports only the layers above it in the table; a test checks
//! this. Only `schema` has state. The other layers are functions that take it and an intersection. They cache nothing,
//! because the builder types each intersection only once.
//!
//! | layer | what it answers | file |
//! |---|---|---|
//! | [`schema`] | What does each keyword affect? | `keywords` |
//! | | Which JSON types does a schema allow, and which only by implication? | `json_types`, `implied_types` |
//! | | Which branches does a `type` next to them exclude? | `excluded_branches` |
//! | | Which values does a schema list, and are they of the stated type? | `listed_values`, `mistyped_values` |
//! | | Which Rust type has a format? | `formats`, `numbers` |
//! | | What are regular expressions in the syntax of the runtime? | `patterns` |
//! | | Which component defines a schema, and which components extend it? | `components`, `inheritance` |
//! | [`resolution`] | Which keywords and choices apply to a value? | `resolved` |
//! | | Does an intersection amount to a reference to one component? | `simplified` |
//! | | Which values do all `enum`s and `const`s of an intersection allow? | `values` |
//! | | Which parts of a schema contradict each other? | `contradictions` |
//! | | Is a value a file? | `files` |
//! | [`objects`] | Which members does an object have, and are others allowed? | `members` |
//! | | Which members do conditions and branches declare or name? | `mentions` |
//! | | In which forms can a value be an object? | `forms` |
//! | | Which choices next to `properties` become flattened parts? | `flattened`, `narrowings` |
//! | [`branches`] | Which property distinguishes the branches of a union? | `tags`, `shared_tags` |
//! | | Which parts of a discriminator have no effect? | `unused_discriminators` |
//! | | Which branches can a value match at the same time? | `overlap` |

pub(crate) mod branches;
pub(crate) mod objects;
pub(crate) mod resolution;
pub(crate) mod schema;
