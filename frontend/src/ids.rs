//! Ids that the browser makes, so that a write sent twice is applied once.

use leptos::prelude::window;

/// A random UUID (version 4). Works on plain http too, where `crypto.randomUUID` is missing.
pub(crate) fn uuid() -> String {
    let mut bytes = [0_u8; 16];
    let random = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !random {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0f] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text
}
