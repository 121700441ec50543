//! The error type of an API: [`Documented`] holds the documented error response of any of its operations.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::Error;
use crate::runtime::http::classified_response::FromClassifiedResponse;

/// A documented error response of any operation of the API `A`.
///
/// Each generated API has the type alias `Error`, which is [`Error<Documented<Client>>`](Error). The operator `?` converts the errors of
/// the API's calls, streams and builders into it:
///
/// ```text
/// async fn rename(client: &petshop::Client, id: i64) -> Result<String, petshop::Error> {
///     let pet = client.get_pet(id).await?;          // Error<GetPetError>
///     client.update_pet(id, pet.into()).await?;     // Error<UpdatePetError>
///     …
/// }
/// ```
///
/// You can still match on the variants of [`Error`]. [`Error::body`] decodes the response as a type that error responses have in common,
/// and [`downcast_ref`](Self::downcast_ref) returns the typed error of one operation.
pub struct Documented<A> {
    value: Box<dyn DocumentedValue>,
    api: PhantomData<fn() -> A>,
}

/// A value of any operation's error type.
trait DocumentedValue: Any + fmt::Debug + Send + Sync {}

impl<E: Any + fmt::Debug + Send + Sync> DocumentedValue for E {}

impl<A> Documented<A> {
    /// Returns the typed error of one operation, if the error response is of that type.
    #[must_use]
    pub fn downcast_ref<E: Any>(&self) -> Option<&E> {
        let value: &dyn Any = self.value.as_ref();
        value.downcast_ref()
    }
}

/// Shows the typed error.
impl<A> fmt::Debug for Documented<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Coherent because `Documented` does not implement [`FromClassifiedResponse`], as all documented errors of operations do.
impl<E, A> From<Error<E>> for Error<Documented<A>>
where
    E: FromClassifiedResponse + Any + fmt::Debug + Send + Sync,
{
    fn from(error: Error<E>) -> Self {
        error.map_api(|value| Documented { value: Box::new(value), api: PhantomData })
    }
}
