//! When the program breaks: the user reads what to do, in both languages, instead of a dead page.

use leptos::prelude::{document, window};

/// Installs the message. The cause goes to the console, for whoever reports it.
pub(crate) fn tell_the_user() {
    std::panic::set_hook(Box::new(|broken| {
        console_error_panic_hook::hook(broken);
        let Some(body) = document().body() else { return };
        if document().get_element_by_id("broken").is_some() {
            return;
        }
        let Ok(message) = document().create_element("div") else { return };
        message.set_id("broken");
        let _ = message.set_attribute("role", "alert");
        message.set_class_name("broken-page");
        message.set_inner_html(concat!(
            "<p><strong>Questa pagina si è interrotta per un errore nostro.</strong> ",
            "Ricarica la pagina. Le celle dell'allocazione non ancora salvate sono rimaste in questo browser e partono da sole.</p>",
            "<p lang=\"en\"><strong>This page broke by a fault of ours.</strong> ",
            "Load the page again. Cells of the allocation that were not saved yet have stayed in this browser and go out by themselves.</p>",
            "<p><a class=\"btn btn-primary\" href=\"\">Ricarica · Reload</a></p>"
        ));
        let _ = body.prepend_with_node_1(&message);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }));
}
