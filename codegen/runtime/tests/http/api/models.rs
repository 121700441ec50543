//! The models of the made-up API, by hand.

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Customer {
    pub id: String,
    pub name: Option<String>,
}

crate::runtime::codec::object!(Customer {
    0 "id" => id: Required,
    1 "name" => name: Optional,
});

#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub detail: String,
}

crate::runtime::codec::object!(Problem {
    0 "detail" => detail: Required,
});

#[derive(Debug, Clone, PartialEq)]
pub struct CustomerPage {
    pub data: Vec<Customer>,
    pub next: Option<String>,
}

crate::runtime::codec::object!(CustomerPage {
    0 "data" => data: Required,
    1 "next" => next: Optional,
});
