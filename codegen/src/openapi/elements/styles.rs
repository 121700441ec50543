//! Reads `style`: how a parameter's value is serialized in its location.
//!
//! `openapiv3` has a type for the styles of each location, and its default. OpenAPI 3.2 adds the style `cookie` and the location
//! `querystring`, which has no styles. `explode` has defaults by style, which `openapiv3` does not have.

use openapiv3::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};

use super::super::document::{Location, Style};
use super::super::form::parse_word;
use super::super::node::Node;
use super::super::reports::Reports;

/// All styles with their names.
const NAMES: [(&str, Style); 8] = [
    ("matrix", Style::Matrix),
    ("label", Style::Label),
    ("simple", Style::Simple),
    ("form", Style::Form),
    ("spaceDelimited", Style::SpaceDelimited),
    ("pipeDelimited", Style::PipeDelimited),
    ("deepObject", Style::DeepObject),
    ("cookie", Style::Cookie),
];

impl Style {
    /// Returns the default of `explode`.
    pub(super) fn explodes_by_default(self) -> bool {
        match self {
            Self::Form | Self::Cookie | Self::DeepObject => true,
            Self::Matrix | Self::Label | Self::Simple | Self::SpaceDelimited | Self::PipeDelimited => false,
        }
    }
}

impl Location {
    /// Returns the default style of the location.
    pub(super) fn default_style(self) -> Style {
        match self {
            Self::Path => PathStyle::default().into(),
            Self::Header => HeaderStyle::default().into(),
            Self::Query | Self::QueryString => QueryStyle::default().into(),
            Self::Cookie => CookieStyle::default().into(),
        }
    }

    /// Returns the style with this name if the location allows it.
    fn style(self, name: &str) -> Option<Style> {
        match self {
            Self::Path => parse_word::<PathStyle>(name).map(Style::from),
            Self::Header => parse_word::<HeaderStyle>(name).map(Style::from),
            Self::Query => parse_word::<QueryStyle>(name).map(Style::from),
            Self::QueryString => None,
            Self::Cookie if name == "cookie" => Some(Style::Cookie),
            Self::Cookie => parse_word::<CookieStyle>(name).map(Style::from),
        }
    }

    /// Returns the names of the styles that the location allows.
    fn style_names(self) -> Vec<&'static str> {
        NAMES.iter().filter(|(name, style)| self.style(name) == Some(*style)).map(|(name, _)| *name).collect()
    }
}

/// Reads the style of a parameter or a header. A style that the location does not allow is replaced by the default. `what`
/// names the element with its article.
pub(super) fn read_style(node: &Node<'_>, what: &str, location: Location, reports: &mut Reports<'_>) -> Style {
    let written = read_style_name(node, what, location, reports).and_then(|name| location.style(name));
    written.unwrap_or(location.default_style())
}

/// Reads the name of an element's style. Returns `None` if it is absent or the location does not allow it.
pub(super) fn read_style_name<'n>(
    node: &Node<'n>,
    what: &str,
    location: Location,
    reports: &mut Reports<'_>,
) -> Option<&'n str> {
    let at = node.get("style")?;
    let known = at.text().filter(|name| location.style(name).is_some());
    if known.is_none() {
        let message = format!("{what} cannot have the style {}; the style is ignored", at.value);
        let remedy = match location.style_names().as_slice() {
            [] => "remove `style`".to_owned(),
            [only] => format!("write `style: {only}`, or remove `style`"),
            several => format!("set `style` to one of {}, or remove it", several.join(", ")),
        };
        reports.tolerated(&at, message, remedy);
    }
    known
}

impl From<PathStyle> for Style {
    fn from(style: PathStyle) -> Self {
        match style {
            PathStyle::Matrix => Self::Matrix,
            PathStyle::Label => Self::Label,
            PathStyle::Simple => Self::Simple,
        }
    }
}

impl From<HeaderStyle> for Style {
    fn from(style: HeaderStyle) -> Self {
        match style {
            HeaderStyle::Simple => Self::Simple,
        }
    }
}

impl From<QueryStyle> for Style {
    fn from(style: QueryStyle) -> Self {
        match style {
            QueryStyle::Form => Self::Form,
            QueryStyle::SpaceDelimited => Self::SpaceDelimited,
            QueryStyle::PipeDelimited => Self::PipeDelimited,
            QueryStyle::DeepObject => Self::DeepObject,
        }
    }
}

impl From<CookieStyle> for Style {
    fn from(style: CookieStyle) -> Self {
        match style {
            CookieStyle::Form => Self::Form,
        }
    }
}
