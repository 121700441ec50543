//! What a type tells the codec of itself: [`Field`], and the two windows [`Slot`] and [`View`] through which it is written and read.
//!
//! Neither mentions serde: only the drivers (`fill`, `write`) are generic over formats, so that they are compiled once and not per type.

use std::fmt;

use serde_json::Value;

use crate::runtime::codec::{Integer, List, Map, Nullable, Object, Text, Union, Whole};

/// A type that the codec can decode and encode.
pub trait Field {
    /// A cheap placeholder to decode into. It need not be a valid value.
    fn blank() -> Self
    where
        Self: Sized;

    /// Where a value can be decoded into.
    fn slot(&mut self) -> Slot<'_>;

    /// How the value is read.
    fn view(&self) -> View<'_>;
}

/// Where a value can be decoded into.
pub enum Slot<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// An integer of the most common width.
    I64(&'a mut i64),
    /// An integer of another width.
    Integer(&'a mut dyn Integer),
    /// A number.
    F64(&'a mut f64),
    /// A number of single precision.
    F32(&'a mut f32),
    /// A string.
    String(&'a mut String),
    /// A string that is judged: a format or an enumeration.
    Text(&'a mut dyn Text),
    /// A number that is judged by its text.
    Number(&'a mut dyn Text),
    /// An object with declared members.
    Object(&'a mut dyn Object),
    /// A list or a tuple.
    List(&'a mut dyn List),
    /// An object whose members all have one type.
    Map(&'a mut dyn Map),
    /// Something, or null.
    Nullable(&'a mut dyn Nullable),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// Anything.
    Any(&'a mut Value),
    /// A value that is judged as a whole, after it was read.
    Whole(&'a mut dyn Whole),
    /// Null and nothing else.
    Null,
    /// No value fits.
    Never,
}

impl Slot<'_> {
    /// Takes the slot out and leaves one that nothing fits.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Slot::Never)
    }
}

/// How a value is read.
pub enum View<'a> {
    /// No value: in an object the member is left out, elsewhere it is null.
    Absent,
    /// The `None` of an option: as an optional member left out, elsewhere null.
    None,
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    I64(i64),
    /// An integer.
    U64(u64),
    /// An integer beyond 64 bits.
    I128(&'a i128),
    /// An integer beyond 64 bits.
    U128(&'a u128),
    /// A number.
    F64(f64),
    /// A number of single precision.
    F32(f32),
    /// A string.
    Str(&'a str),
    /// A string that is made by printing.
    Display(&'a dyn fmt::Display),
    /// A number that is made by printing it; a string if what it prints is not a number of JSON.
    Number(&'a dyn fmt::Display),
    /// An object with declared members.
    Object(&'a dyn Object),
    /// A list or a tuple.
    List(&'a dyn List),
    /// An object whose members all have one type.
    Map(&'a dyn Map),
    /// Anything.
    Any(&'a Value),
    /// A value that was made for this reading.
    Owned(Box<Value>),
    /// A value that cannot be written: its own type refused to.
    Unwritable,
}
