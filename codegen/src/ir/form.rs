//! Multipart bodies with files: which type the struct of the form is made from.

use super::{Api, Body, Object, PartContent, PartEncoding, RequestMedia, Shape, Structure, Type, TypeId};

/// A multipart body with files, whose parts are the fields of a struct.
#[derive(Debug, Clone, Copy)]
pub struct MultipartForm<'a> {
    /// The media type.
    pub media: &'a RequestMedia,
    /// The encodings of the parts.
    pub encodings: &'a [PartEncoding],
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
            PartContent::Value | PartContent::List(_) | PartContent::Json => false,
        }
    }
}

impl RequestMedia {
    /// Returns whether any part of a multipart body is a file.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.codec.multipart().is_some_and(|(_, encodings)| encodings.iter().any(PartEncoding::is_file))
    }
}

impl Api {
    /// Returns the form of a body: its first multipart body with files, if the parts are the members of an object.
    #[must_use]
    pub fn multipart_form<'a>(&'a self, body: &'a Body) -> Option<MultipartForm<'a>> {
        body.media.iter().filter(|media| media.has_files()).find_map(|media| {
            let (ty, encodings) = media.codec.multipart()?;
            let (id, object) = self.object_behind(ty)?;
            object.flattened.is_empty().then_some(MultipartForm { media, encodings, id, object })
        })
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
