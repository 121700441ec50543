//! Content negotiation (RFC 9110, 12.5.1): the header `Accept` of an operation, and the media types that a call can ask for alone.
//!
//! The first row with a media type of the operation has the weight 1, which is not written:
//!
//! | media types | weight |
//! |---|---|
//! | JSON | 1 |
//! | JSON lines, server-sent events | 0.9 |
//! | text | 0.8 |
//! | XML, bytes, ranges such as `image/*` | 0.7 |
//! | only of error responses | 0.5 |
//!
//! The preferred media type is first and the weights are few, because many servers read only the first media type, or compare whole entries.

use super::{MediaClass, MediaType, Operation, ResponseCodec, ResponseMedia};

/// A media type of the successful responses that a call can ask for alone.
#[derive(Debug, Clone, Copy)]
pub struct AcceptChoice<'a> {
    /// The media type and its codec.
    pub media: &'a ResponseMedia,
    /// The index of the first such body among the media types of all successful responses. A response without a body counts as one.
    pub case: usize,
}

/// A row of the table in the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Preference {
    Json,
    Stream,
    Text,
    Other,
    Error,
}

impl Operation {
    /// Returns the header `Accept`. Returns `None` if it is the only media type of the responses, or if no response has a body.
    #[must_use]
    pub fn accept(&self) -> Option<String> {
        let of = |responses: &[super::Response]| -> Vec<(Preference, String)> {
            responses.iter().flat_map(|response| &response.media).flat_map(preferences).collect()
        };
        let mut wanted = of(&self.successes);
        let has_json = wanted.iter().any(|(preference, _)| *preference == Preference::Json);
        wanted.extend(of(&self.failures).into_iter().map(|(preference, name)| {
            let is_preferred = preference == Preference::Json && has_json;
            (if is_preferred { preference } else { Preference::Error }, name)
        }));
        wanted.sort_by_key(|(preference, _)| *preference);
        let mut entries: Vec<(Preference, String)> = Vec::new();
        for entry in wanted {
            if !entries.iter().any(|(_, name)| name.eq_ignore_ascii_case(&entry.1)) {
                entries.push(entry);
            }
        }
        let (first, _) = *entries.first()?;
        let entry = |(preference, name): &(Preference, String)| match preference.weight() {
            Some(weight) if *preference != first => format!("{name};q={weight}"),
            _ => name.clone(),
        };
        (entries.len() > 1 && self.method != "HEAD").then(|| entries.iter().map(entry).collect::<Vec<_>>().join(", "))
    }

    /// Returns the media types that a call can ask for alone, each with one type; none if the successful responses have only one media type.
    #[must_use]
    pub fn accept_choices(&self) -> Vec<AcceptChoice<'_>> {
        let mut choices: Vec<AcceptChoice<'_>> = Vec::new();
        let mut case = 0;
        for response in &self.successes {
            for (index, media) in response.media.iter().enumerate() {
                if !choices.iter().any(|choice| choice.media.media_type.name == media.media_type.name) {
                    choices.push(AcceptChoice { media, case: case + index });
                }
            }
            case += response.media.len().max(1);
        }
        let bodies = || self.successes.iter().flat_map(|response| &response.media);
        // A response could also be of the case that has this name among others.
        let is_other_name = |name: &str| bodies().any(|media| media.also.iter().any(|other| other.name == name));
        choices.retain(|choice| !is_other_name(&choice.media.media_type.name));
        if choices.len() < 2 || self.method == "HEAD" {
            return Vec::new();
        }
        let has_one_type = |of: &ResponseMedia| {
            bodies().all(|media| media.media_type.name != of.media_type.name || media.codec == of.codec)
        };
        // The response of another status could have this name only by its range, as a case of another type.
        let is_in_other_range = |name: &MediaType| {
            let has_name = |media: &ResponseMedia| media.media_type.name == name.name;
            let has_range = |media: &ResponseMedia| {
                [&media.media_type].into_iter().chain(&media.also).any(|range| range.includes(name))
            };
            let mut responses = self.successes.iter().map(|response| &response.media);
            responses.any(|media| !media.iter().any(has_name) && media.iter().any(has_range))
        };
        choices.retain(|choice| {
            let media_type = &choice.media.media_type;
            has_one_type(choice.media)
                && !is_in_other_range(media_type)
                && !bodies().any(|media| media_type.includes(&media.media_type))
        });
        choices
    }
}

/// Returns the names of a body's media types, and their rows in the table.
fn preferences(media: &ResponseMedia) -> Vec<(Preference, String)> {
    let mut preferences = Vec::new();
    for media_type in [&media.media_type].into_iter().chain(&media.also) {
        let MediaType { name, class } = media_type;
        let preference = match &media.codec {
            ResponseCodec::JsonLines(_) | ResponseCodec::EventStream(_) | ResponseCodec::TextEvents(_) => {
                Preference::Stream
            }
            ResponseCodec::Bytes => Preference::Other,
            ResponseCodec::Json(_) | ResponseCodec::JsonOrText(_) | ResponseCodec::Text => match class {
                MediaClass::Json(_) if media_type.is_range() => {
                    preferences.push((Preference::Json, MediaType::json().name));
                    Preference::Other
                }
                MediaClass::Json(_) => Preference::Json,
                MediaClass::Xml => Preference::Other,
                // JSON under a media type for text is text, too: the server may send a string without quotes.
                MediaClass::Text(_)
                | MediaClass::JsonLines(_)
                | MediaClass::Form
                | MediaClass::Multipart
                | MediaClass::EventStream
                | MediaClass::Binary(_) => {
                    if media_type.is_range() {
                        Preference::Other
                    } else {
                        Preference::Text
                    }
                }
            },
        };
        preferences.push((preference, name.clone()));
    }
    preferences
}

impl MediaType {
    /// Whether this is a media range, `image/*`.
    fn is_range(&self) -> bool {
        self.name.contains('*')
    }

    /// Whether this is a media range that contains the other media type, which is not the range itself.
    fn includes(&self, other: &Self) -> bool {
        let (essence, _) = self.name.split_once(';').unwrap_or((&self.name, ""));
        let in_range = |range: &str| range == "*/" || other.name.starts_with(range);
        self.name != other.name && essence.strip_suffix('*').is_some_and(in_range)
    }
}

impl Preference {
    /// Returns the weight in the header; `None` for the weight 1.
    fn weight(self) -> Option<&'static str> {
        match self {
            Self::Json => None,
            Self::Stream => Some("0.9"),
            Self::Text => Some("0.8"),
            Self::Other => Some("0.7"),
            Self::Error => Some("0.5"),
        }
    }
}
