//! The generated API clients.
