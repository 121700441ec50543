//! Multipart bodies with files, or with headers of parts: which type the struct of the form is made from.

use super::{
    Api, Body, MultipartParts, Object, PartContent, PartEncoding, RequestMedia, Shape, Structure, Type, TypeId,
};

/// A multipart body with files or headers of parts, whose parts are the fields of a struct.
#[derive(Debug, Clone, Copy)]
pub struct MultipartForm<'a> {
    /// The media type.
    pub media: &'a RequestMedia,
    /// The encodings of the parts.
    pub encodings: &'a MultipartParts,
    /// The type that declares the parts.
    pub id: TypeId,
    /// The shape of the type.
    pub object: &'a Object,
}

impl PartEncoding {
    /// Returns whether the part is a file.
    #[must_use]
    pub fn is_file(&self) -> bool {
        match self.content {
            PartContent::File => true,
            PartContent::Value
            | PartContent::List(_)
            | PartContent::Json
            | PartContent::JsonItems
            | PartContent::Styled { .. } => false,
        }
    }

    /// Returns whether the caller sets headers of the part.
    #[must_use]
    pub fn has_own_headers(&self) -> bool {
        self.headers.iter().any(|header| header.fixed.is_none())
    }
}

impl MultipartParts {
    /// Returns all parts.
    pub fn iter(&self) -> impl Iterator<Item = &PartEncoding> {
        self.declared.iter().chain(&self.others)
    }

    /// Returns the encoding of a declared property.
    #[must_use]
    pub fn of(&self, wire: &str) -> Option<&PartEncoding> {
        self.declared.iter().find(|encoding| encoding.wire == wire)
    }
}

impl RequestMedia {
    /// Returns whether a model cannot hold the parts of a multipart body: a part is a file, or has headers that the caller sets.
    #[must_use]
    pub fn needs_form(&self) -> bool {
        let needs_form = |part: &PartEncoding| part.is_file() || part.has_own_headers();
        self.codec.multipart().is_some_and(|(_, parts)| parts.iter().any(needs_form))
    }
}

impl Api {
    /// Returns the form of a body: its first multipart body that needs one, if the parts are the members of an object.
    #[must_use]
    pub fn multipart_form<'a>(&'a self, body: &'a Body) -> Option<MultipartForm<'a>> {
        body.media.iter().filter(|media| media.needs_form()).find_map(|media| {
            let (ty, encodings) = media.codec.multipart()?;
            let (id, object) = self.object_behind(ty)?;
            object.flattened.is_empty().then_some(MultipartForm { media, encodings, id, object })
        })
    }

    /// Returns whether the parts of a multipart body have any names, and each is a file.
    #[must_use]
    pub fn is_map_of_files(&self, media: &RequestMedia) -> bool {
        let Some((ty, parts)) = media.codec.multipart() else { return false };
        let is_file = parts.others.as_ref().is_some_and(PartEncoding::is_file) && parts.declared.is_empty();
        let is_list = |value: &Type| match self.resolve(value).structure() {
            Structure::List(_) => true,
            Structure::Leaf
            | Structure::Named(_)
            | Structure::Map(_)
            | Structure::Nullable(_)
            | Structure::Boxed(_) => false,
        };
        match self.resolve(ty).structure() {
            Structure::Map(value) => is_file && !is_list(value),
            Structure::Leaf
            | Structure::Named(_)
            | Structure::List(_)
            | Structure::Nullable(_)
            | Structure::Boxed(_) => false,
        }
    }

    /// Returns the object behind aliases, boxes and null.
    fn object_behind<'a>(&'a self, mut ty: &'a Type) -> Option<(TypeId, &'a Object)> {
        loop {
            ty = match self.resolve(ty).structure() {
                Structure::Nullable(inner) | Structure::Boxed(inner) => inner,
                Structure::Named(id) => match &self.type_def(id).shape {
                    Shape::Object(object) => return Some((id, object)),
                    Shape::Enumeration(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => {
                        return None;
                    }
                },
                Structure::List(_) | Structure::Map(_) | Structure::Leaf => return None,
            };
        }
    }
}
