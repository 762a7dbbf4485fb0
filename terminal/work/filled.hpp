// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside the forms: a filled form as its file says it, its documents looked at and stored, its faults collected
// (forms.hpp and batch.hpp have what verbs call).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "terminal/work/forms.hpp"

namespace zj::work {

struct Filled {
    std::string matter, unit, note;
    bool urgent = false;
    codec::Value fields;
    codec::Array
        materials;  // {slot, file, title, doc_no, doc_date, pages} or, to keep one that was sent, {slot, sha256}
    std::optional<codec::Value>
        persons;  // who goes by this one form: rows, or the name of a file that has them (batch_rows.hpp)
};
// "json.*" with the pointer of the fault.
Result<Filled> read_form(const std::string& text);
// A file that a form names is looked for from the folder of the form.
std::string joined(const std::string& folder, std::string_view file);

struct Attached {
    codec::Array materials;
    std::map<std::string, vault::Document> files;  // by path: what is to be stored before the materials are signed
};
// Every file is read, sniffed and hashed; faults are collected, so that the clerk is told all of them at once.
Attached attach(const Context& context, const Filled& filled, const Submission& submission,
                const codec::Array& sent_before, std::vector<model::FormFault>& faults);
// Stores the documents and signs one change set; what was stored for nothing is dropped, here or where an attempt was
// cut off by the next.
Result<codec::Value> sign_with(const Context& context, const Attached& attached,
                               const std::vector<codec::Value>& intents, std::int64_t draft);

// The form's own faults. A slot whose file was refused is not missing as well: its fault is told already.
void check(const model::Catalogue& catalogue, const model::Matter& matter, const Filled& filled,
           const codec::Value& fields, const codec::Array& materials, std::vector<model::FormFault>& faults);
// The one fault, or form.faults.
Error faulty(const FormFaults& faults);
// References inside the fields that the rules make an intent name.
std::vector<std::string> named_records(const model::Matter& matter, const codec::Value& fields);
// "matter.unknown".
Result<const model::Matter*> matter_of(const model::Catalogue& catalogue, std::string_view code);

}  // namespace zj::work
