//! Validates a model against its schema before it is sent, and prints the violations.

use generated::diga::models::UsageAlertNotificationRequest;
use generated::diga::runtime::Validate;

fn main() {
    let alert = UsageAlertNotificationRequest::new(true, 120, "billing@example.com");
    if let Err(violations) = alert.validate() {
        for violation in &violations {
            println!("{} violates `{}`: {}", violation.path, violation.rule, violation.message);
        }
    }
}
