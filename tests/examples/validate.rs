//! Holds a model against its schema before it is sent, and prints what does not hold.

use generated::diga::models::UsageAlertNotificationRequest;
use generated::diga::runtime::Validate;

fn main() {
    let alert = UsageAlertNotificationRequest::new(true, 120, "billing@example.com");
    if let Err(violations) = alert.validate() {
        for violation in &violations {
            println!("{} breaks `{}`: {}", violation.path, violation.rule, violation.message);
        }
    }
}
