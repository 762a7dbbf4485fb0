// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parts of the update of this desk, by what they are about. Only for its files.

#include "terminal/desk/form/form_desk.hpp"

namespace zj::desk::form {

// Something was changed at this time: it is to be saved.
void changed(FormDesk& desk, std::int64_t now_ms);
// Saves at once, if there is something and nothing is on its way.
Effects save_now(FormDesk& desk, std::int64_t now_ms);
// Whether the reply was about saving, checking by the judge, or signing.
std::optional<Effects> receive_saving(FormDesk& desk, work::Reply& reply);

// The draft goes, and with it what is typed.
Effects drop_now(FormDesk& desk);
// Leaves this form for desk.next.
Effects open_next(FormDesk& desk);

// The filled button: to the first gap, or to the dialog once everything is saved.
Effects sign(FormDesk& desk, FormIntent&& intent);

// Picker, preview and the list of documents.
Effects documents(FormDesk& desk, FormIntent&& intent);
Effects receive_documents(FormDesk& desk, work::Reply& reply);
Effects attach_waiting(FormDesk& desk);  // a document that waited for the draft's id

}  // namespace zj::desk::form
