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
//! The feature `cli`, on by default, is the command. A `build.rs` that calls the library as above depends on it with
//! `default-features = false`, and compiles no argument parser and no allocator.
//!
//! # Architecture
//!
//! [`generate`] runs the stages in order. Each is a module that imports only modules to its left, and says in its documentation
//! what it knows and what may be changed in it.
//!
//! ```text
//! bytes ─source→ values ─overlay→ values ─openapi→ Document ─lower→ Api ─passes→ Api ─names→ Names ─emit→ tokens ─render→ text ─layout→ Plan
//! ```
//!
//! | module | what it does | what it alone knows | may import |
//! |---|---|---|---|
//! | [`diag`] | problems: a closed list of codes, places, their rendering | how a problem looks | – |
//! | [`settings`] | `oasmith.toml` | what a maintainer can decide | – |
//! | [`source`] | files to values, with a line and column for each on demand | JSON, YAML, IO (through a trait) | `diag` |
//! | [`overlay`] | changes to values before they are read | OpenAPI Overlays | `source`, `diag` |
//! | [`openapi`] | values to one [`openapi::Document`], whatever the version; references resolved | OpenAPI's keywords and versions | `source`, `diag` |
//! | [`ir`] | the API as Rust will see it: types and operations, no spec types, no identifiers, no tokens | the model | `settings`, `diag` |
//! | [`lower`] | a document to the IR; decides on every keyword | both sides | `openapi`, `ir`, `settings`, `diag` |
//! | [`passes`] | rewrites of the finished graph, and the answers that need all of it: recursion, views, pagination, the split into features, what is used by what, which inline types are merged | – | `ir`, `settings`, `diag` |
//! | [`names`] | an identifier for everything, stable under additions | what Rust allows as a name | `ir`, `settings` |
//! | [`emit`] | items from IR and names; cannot fail | what the output looks like | `ir`, `names`, `settings` |
//! | [`render`] | tokens to text | layout of text | `emit` |
//! | [`coverage`] | `coverage.json`: what is not carried over in full | – | `ir`, `source`, `diag` |
//! | [`examples`] | `examples.json`: a response of each operation, for mocks | – | `ir`, `names` |
//! | [`layout`] | files to a module of `generated`, or to a crate that stands alone | manifests, the embedded runtime | `ir`, `emit`, `render`, `settings` |
//! | [`drift`] | compares the files that exist with the files that should | what is stale | – |
//! | [`cli`] | the commands | the file system | everything above |
//!
//! `cargo xtask tidy` reads this table: a module imports only what its row says, which stands above it.
//!
//! Invariants:
//!
//! - Everything that a document can get wrong is reported by the end of `lower`, all of it together. After `lower`, failure is
//!   a bug of oasmith, and reported as one.
//! - Nothing of a document reaches Rust source but through literals, checked identifiers and made-safe documentation.
//! - The output depends on the document, the settings and `names.lock` alone: not on the machine, the time or the order of a
//!   hash map.
//! - What generated code calls is ordinary, tested Rust: the package `oasmith-runtime`. Emitters name it only as
//!   `crate::runtime`, so that an embedded copy serves a stand-alone crate.

#[cfg(feature = "cli")]
pub mod cli;
pub mod coverage;
pub mod diag;
pub mod drift;
pub mod emit;
pub mod examples;
pub mod ir;
pub mod layout;
pub mod lower;
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
