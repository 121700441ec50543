//! The output of all golden cases, so that it is compiled.

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
pub mod bodies_30;
#[rustfmt::skip]
pub mod bodies_31;
#[rustfmt::skip]
pub mod bodies_32;
#[rustfmt::skip]
pub mod calls;
#[rustfmt::skip]
pub mod checked_calls;
#[rustfmt::skip]
pub mod collection_formats;
#[rustfmt::skip]
pub mod custom_types;
#[rustfmt::skip]
pub mod enumerations;
#[rustfmt::skip]
pub mod event_data;
#[rustfmt::skip]
pub mod events;
#[rustfmt::skip]
pub mod extensions;
#[rustfmt::skip]
pub mod files;
#[rustfmt::skip]
pub mod gateway_streams;
#[rustfmt::skip]
pub mod headers_and_text;
#[rustfmt::skip]
pub mod hostile_texts;
#[rustfmt::skip]
pub mod media_types;
#[rustfmt::skip]
pub mod negotiation;
#[rustfmt::skip]
pub mod operation_schemes;
#[rustfmt::skip]
pub mod own_servers;
#[rustfmt::skip]
pub mod pages;
#[rustfmt::skip]
pub mod parameters;
#[rustfmt::skip]
pub mod presence;
#[rustfmt::skip]
pub mod recursion;
#[rustfmt::skip]
pub mod statuses;
#[rustfmt::skip]
pub mod unions;
#[rustfmt::skip]
mod first_calls;
