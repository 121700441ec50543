//! `format: ipv4` and `format: ipv6`.

use std::borrow::Cow;
use std::fmt;
use std::net::{AddrParseError, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::runtime::codec::{Field, Fit, Slot, Text, View, serde_impls};

impl Field for Ipv4Addr {
    fn placeholder() -> Self {
        Self::UNSPECIFIED
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
    fn view(&self) -> View<'_> {
        View::Formatted(self)
    }
}

impl Text for Ipv4Addr {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("an IPv4 address")
    }
    fn set(&mut self, text: &str) -> Fit {
        text.parse().map_or(Fit::Refused, |value| {
            *self = value;
            Fit::Exact
        })
    }
}

/// An IPv6 address. It keeps its original text, because an address has several spellings, and is sent back unchanged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ipv6 {
    text: Box<str>,
    addr: Ipv6Addr,
}

impl Ipv6 {
    /// Returns the address.
    #[must_use]
    pub const fn addr(&self) -> Ipv6Addr {
        self.addr
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Default for Ipv6 {
    /// `::`
    fn default() -> Self {
        Self::from(Ipv6Addr::UNSPECIFIED)
    }
}

impl From<Ipv6Addr> for Ipv6 {
    fn from(addr: Ipv6Addr) -> Self {
        Self { text: addr.to_string().into(), addr }
    }
}

impl From<Ipv6> for Ipv6Addr {
    fn from(ip: Ipv6) -> Self {
        ip.addr
    }
}

impl FromStr for Ipv6 {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(|addr| Self { text: text.into(), addr })
    }
}

impl fmt::Display for Ipv6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Ipv6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Field for Ipv6 {
    fn placeholder() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
    fn view(&self) -> View<'_> {
        View::Str(&self.text)
    }
}

impl Text for Ipv6 {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("an IPv6 address")
    }
    fn set(&mut self, text: &str) -> Fit {
        text.parse().map_or(Fit::Refused, |value| {
            *self = value;
            Fit::Exact
        })
    }
}

serde_impls!(Ipv6);
