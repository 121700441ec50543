//! Cases: each media type of the documented responses, and each response without a body, by number.

use super::{Media, Operation, Reply};

impl Operation {
    /// Returns the media type of a case of the successful responses, unless that case has no body.
    #[must_use]
    pub fn success_media(&self, case: usize) -> Option<&'static Media> {
        let (reply, index) = Reply::of_case(self.successes, case)?;
        reply.media.get(index)
    }
}

impl Reply {
    /// Returns the response with this case in a list of responses, and the index of the case's media type in it.
    #[must_use]
    pub fn of_case(replies: &'static [Self], case: usize) -> Option<(&'static Self, usize)> {
        let mut first_case = 0;
        for reply in replies {
            let next_case = first_case + reply.media.len().max(1);
            if case < next_case {
                return Some((reply, case - first_case));
            }
            first_case = next_case;
        }
        None
    }
}
