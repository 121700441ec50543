//! What distinguishes the branches of a union, or the members of a family.
//!
//! This layer uses the object forms of the branches (`objects::forms`): the sets of members that an object can have. It decides neither
//! which schemas are branches (`resolution`) nor which Rust types they become.

mod inherited;
mod overlap;
mod shared_tags;
mod tags;
mod unused_discriminators;

pub(crate) use overlap::overlapping;
pub(crate) use shared_tags::combined_by_tag;
pub(crate) use tags::{
    BranchTags, SiblingTags, TagOrigin, distinguishes_one, family_tags, portion_in_family, tags_with_siblings,
};
pub(crate) use unused_discriminators::unused_discriminator;
