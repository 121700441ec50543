//! Setters of optional parameters take a value or an `Option` of it; lists take every usual form.

#![allow(clippy::needless_borrows_for_generic_args, reason = "references are one of the forms")]

use std::borrow::{Borrow, Cow};
use std::collections::BTreeSet;

use super::api::models::Customer;
use super::api::operations::{Convert, ConvertBody, ListCustomers, UpdateCustomer};
use super::runtime::http::{Call, OptionalList, OptionalText, OptionalTexts, table};
use serde_json::Value;

#[track_caller]
fn text<M>(given: impl OptionalText<M>, expected: Option<&str>) {
    assert_eq!(given.optional_text(), expected);
}

#[track_caller]
fn texts<M>(given: impl OptionalTexts<M>, expected: Option<&[&str]>) {
    let given = given.optional_texts();
    assert_eq!(given.as_deref().map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>()).as_deref(), expected);
}

#[track_caller]
fn list<M>(given: impl OptionalList<i64, M>, expected: Option<&[i64]>) {
    let given = given.optional_items().map(|items| items.iter().map(|item| *item.borrow()).collect::<Vec<i64>>());
    assert_eq!(given.as_deref(), expected);
}

#[test]
fn forms_of_text() {
    let string = "a".to_owned();
    text("a", Some("a"));
    text(&string, Some("a"));
    text(string.clone(), Some("a"));
    text(Cow::Borrowed("a"), Some("a"));
    text(Some("a"), Some("a"));
    text(Some(&string), Some("a"));
    text(Some(string.clone()), Some("a"));
    text(Some(string).as_deref(), Some("a"));
    text(None::<&str>, None);
    text(None::<String>, None);
}

#[test]
fn forms_of_lists_of_texts() {
    let (owned, borrowed) = (vec!["a".to_owned(), "b".to_owned()], ["a", "b"]);
    let expected = Some(borrowed.as_slice());
    texts(["a", "b"], expected);
    texts(borrowed, expected);
    texts(&borrowed, expected);
    texts(borrowed.as_slice(), expected);
    texts(&owned, expected);
    texts(owned.clone(), expected);
    texts(owned.iter(), expected);
    texts(borrowed.iter().map(|text| text.to_uppercase()), Some(&["A", "B"]));
    texts(owned.iter().cloned().collect::<BTreeSet<String>>(), expected);
    texts(Some(&owned), expected);
    texts(Some(["a", "b"]), expected);
    texts(None::<Vec<String>>, None);
}

#[test]
fn forms_of_lists_of_values() {
    let owned = vec![1, 2];
    let expected = Some([1, 2].as_slice());
    list([1, 2], expected);
    list(&[1, 2], expected);
    list(&owned, expected);
    list(owned.as_slice(), expected);
    list(owned.iter(), expected);
    list(1..3, expected);
    list(Some([1, 2]), expected);
    list(Some(&owned), expected);
    list(Some(owned.clone()), expected);
    list(owned, expected);
    list(None::<[i64; 0]>, None);
}

#[test]
fn none_leaves_a_parameter_unset() {
    let (limit, cursor) = (None, None::<String>);
    let call =
        ListCustomers::new().limit(limit).cursor(cursor.as_deref()).tags(None::<[&str; 0]>).filter(None::<Value>);
    assert_eq!(call.into_request("http://h").unwrap().uri(), "http://h/customers");
    let call = ListCustomers::new().limit(Some(5)).tags(Some(["x"])).cursor(Some("c"));
    assert_eq!(call.into_request("http://h").unwrap().uri(), "http://h/customers?limit=5&tags=x&cursor=c");
    // The last setter wins.
    let call = ListCustomers::new().limit(5).cursor("c").limit(None);
    assert_eq!(call.into_request("http://h").unwrap().uri(), "http://h/customers?cursor=c");
    let call = UpdateCustomer::new("c", Customer::default()).idempotency_key(None::<&str>);
    assert!(!call.into_request("http://h").unwrap().headers().contains_key("idempotency-key"));
}

#[test]
fn none_leaves_the_body_unset() {
    let call = Convert::new().body(Customer::default());
    assert!(call.into_request("http://h").unwrap().headers().contains_key("content-type"));
    let call = Convert::new().body(Customer::default()).body(None::<ConvertBody>);
    assert!(!call.into_request("http://h").unwrap().headers().contains_key("content-type"));
}

#[test]
fn lists_of_references_are_sent_without_copies() {
    struct NotClone(i64);
    impl Borrow<i64> for NotClone {
        fn borrow(&self) -> &i64 {
            &self.0
        }
    }
    static OPERATION: table::Operation =
        table::Operation { name: "o", parameters: &[table::Parameter::query("ids")], ..table::Operation::EMPTY };
    let mut call = Call::new(&OPERATION);
    call.set_optional_list::<i64, _>(0, [NotClone(1), NotClone(2)]);
    assert_eq!(call.try_clone().unwrap().into_request("http://h").unwrap().uri(), "http://h/?ids=1&ids=2");
    call.set_optional_list::<i64, _>(0, None::<[i64; 0]>);
    assert_eq!(call.into_request("http://h").unwrap().uri(), "http://h/");
}
