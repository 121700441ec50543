//! oasmith turns OpenAPI documents into Rust client crates.
//!
//! ```
//! use oasmith::names::NamesLock;
//! use oasmith::settings::ApiSettings;
//! use oasmith::source::MapLoader;
//! use oasmith::{Layout, Request, generate};
//!
//! let loader = MapLoader::new([("pets.yaml", "
//! openapi: 3.1.0
//! info: { title: Pets, version: 1.0.0 }
//! paths:
//!   /pets/{id}:
//!     get:
//!       operationId: getPet
//!       parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
//!       responses:
//!         '200':
//!           description: A pet
//!           content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
//! components:
//!   schemas:
//!     Pet: { type: object, required: [name], properties: { name: { type: string } } }
//! ")]);
//! let outcome = generate(&Request {
//!     name: "pets",
//!     settings: &ApiSettings::of_file("pets.yaml"),
//!     loader: &loader,
//!     names_lock: &NamesLock::default(),
//!     layout: &Layout::Module,
//!     keep_going: false,
//! });
//! let plan = outcome.plan.ok_or("the document has errors")?;
//! assert!(plan.files["src/pets/models/pet.rs"].contains("pub name: String,"));
//! assert!(plan.files["src/pets/operations/default.rs"].contains("pub fn get_pet(&self, id: i64) -> GetPet {"));
//! # Ok::<(), &str>(())
//! ```
//!
//! The feature `cli`, enabled by default, builds the command `oasmith`. A `build.rs` that calls the library as above should set
//! `default-features = false`: this leaves out the argument parser and the global allocator, which only the command needs.
//!
//! # Architecture
//!
//! [`generate`] runs the stages in order. Each stage is a module. It imports only the modules that its row in the table below lists. Its
//! documentation states its responsibility.
//!
//! ```text
//! bytes ─source→ values ─overlay→ values ─openapi→ Document ─lower→ Api ─passes→ Api ─names→ Names ─emit→ tokens ─render→ text ─layout→ Plan
//! ```
//!
//! | module | purpose | only this module handles | may import |
//! |---|---|---|---|
//! | [`merge_conflict`] | finds the conflict markers of git in a file | – | – |
//! | [`exact_number`] | numbers with all their digits | – | – |
//! | [`diag`] | diagnostics: a closed list of codes, source locations, rendering | the format of diagnostics | – |
//! | [`settings`] | parses `oasmith.toml` | the format of `oasmith.toml` | `merge_conflict` |
//! | [`source`] | parses files into values, with the line and column of each on demand | JSON, YAML, IO (through a trait) | `diag`, `merge_conflict`, `exact_number` |
//! | [`overlay`] | changes values before they are read | OpenAPI Overlays | `source`, `diag` |
//! | [`openapi`] | reads values into one [`openapi::Document`] for all versions of OpenAPI; resolves references | keywords and versions of OpenAPI | `source`, `diag`, `exact_number` |
//! | [`ir`] | the intermediate representation: the API as Rust types and operations, without OpenAPI types, identifiers or tokens | the definition of the IR | `settings`, `diag`, `exact_number` |
//! | [`lower`] | converts a document into the IR; handles every keyword | the mapping from OpenAPI to the IR | `openapi`, `ir`, `settings`, `diag`, `exact_number` |
//! | [`passes`] | rewrites and analyses of the complete API: views, recursion, pagination, Cargo features, unused types, merged types | – | `ir`, `settings`, `diag` |
//! | [`names`] | chooses all identifiers; additions to a document do not change them | naming rules of Rust | `ir`, `settings`, `merge_conflict` |
//! | [`emit`] | creates items from the IR and the names; cannot fail | the shape of generated code | `ir`, `names`, `settings` |
//! | [`render`] | prints tokens as text | formatting | `emit` |
//! | [`coverage`] | writes `coverage.json`: constructs that are not fully supported | – | `ir`, `diag` |
//! | [`examples`] | writes `examples.json`: a response of each operation, for mocks | – | `ir`, `names` |
//! | [`layout`] | arranges files as a module of `generated` or as a standalone crate | manifests, the embedded runtime | `ir`, `emit`, `render`, `settings` |
//! | [`drift`] | compares actual files with expected files | file differences | – |
//! | [`cli`] | the commands | the file system | everything above |
//!
//! `cargo xtask tidy` reads this table: a module may import only the modules in its row, and they must be listed above it.
//!
//! # Glossary
//!
//! | term | meaning |
//! |---|---|
//! | document | an OpenAPI description, with all files that it references |
//! | lower | to convert a part of the document into the IR |
//! | definition | a type with a name ([`ir::TypeDef`]); other types are *expressions* ([`ir::Type`]) that mention definitions |
//! | member | a property of a JSON object, and the field of the struct that represents it |
//! | wire name | a name as it is sent: of a property, a parameter or a header |
//! | to type | to choose the Rust type of a schema or an intersection |
//! | owner | the component or operation that contains an inline type; it determines the name and the file of the type |
//! | choice | a `oneOf` or `anyOf` of a schema, from which a union or a flattened part is made |
//! | union | a type from `oneOf` or `anyOf`; its alternatives are *branches*, in Rust the variants of an enum |
//! | tag | the value of the discriminator property that selects a branch |
//! | open | an enumeration or union that also accepts unknown values |
//! | flattened | a type whose members are in the same JSON object as those of the type that contains it, like `#[serde(flatten)]` |
//! | view | a copy of a type without the members that must not be sent in one direction (`readOnly`, `writeOnly`); not the runtime's `codec::View`, which borrows the value of a field |
//! | placeholder | the initial value of a field, which decoding replaces |
//! | custom type | a Rust type that the settings name for a format, a schema or a property |
//! | storage | the type that the value of a custom type is decoded into before it moves into its field: `Vec<Custom<Url, AsText>>` for a `Vec<Url>` |
//! | slot | a mutable reference to a field, with its JSON type, into which the decoder writes |
//! | driver | an implementation of the decoder for one kind of input: serde, JSON text or a value in memory |
//! | score | the runtime's measure of how well a value matches a variant of a union; a *trial* decodes the value to compute it |
//! | referenced schema | a schema outside `components.schemas` that references name: in another file, or below `$defs` or `definitions` |
//! | intersection | schemas that apply to the same value, such as the subschemas of `allOf` |
//! | family | a component with a discriminator and the components that extend it by `allOf` |
//! | table | the argument of a runtime macro in generated code, which describes a type or an operation |
//! | place | a location in the document; for a merged type, the location of one of its equal inline types |
//! | pin | to record a name in `names.lock`, so that later runs choose it again |
//! | plan | the files to write ([`Plan`]) |
//! | drift | the difference between the files of a folder and the plan |
//!
//! # Invariants
//!
//! - All errors of a document are reported in one run. The passes are the last stage that can report one; a later failure is a bug in
//!   oasmith and is reported as a bug.
//! - Text of a document reaches Rust source only as a literal, a checked identifier or sanitized documentation.
//! - The output depends only on the document, the settings and `names.lock`. It does not depend on the machine, the time or the order of
//!   a hash map.
//! - Generated code calls ordinary, tested Rust code: the package `oasmith-runtime`. Emitters refer to it only as `crate::runtime`, so that
//!   a standalone crate can embed a copy.

#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod coverage;
pub mod diag;
pub mod drift;
pub mod emit;
pub mod exact_number;
pub mod examples;
pub mod ir;
pub mod layout;
pub mod lower;
pub mod merge_conflict;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod passes;
mod pipeline;
pub mod render;
pub mod settings;
pub mod source;

pub use layout::{About, CrateInfo, Layout, package};
pub use pipeline::{Outcome, Request, Timing, generate};
pub use render::Plan;
pub use settings::Settings;
