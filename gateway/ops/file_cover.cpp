// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/file_cover.hpp"

#include "assets/texts.hpp"
#include "shared/codec/text.hpp"

namespace zj::ops {

namespace {

using codec::Value;

std::string word(const std::string& key) {
    return texts::term(key, texts::Lang::zh);  // papers of the county are Chinese, whatever the operator speaks
}

const Value& member(const Value& value, std::string_view name) {
    static const Value kNone;
    const Value* found = value.find(name);
    return found == nullptr ? kNone : *found;
}

// What metadata_of() wrote can be read again.
template <class T>
T read(const Result<T>& value) {
    return value ? *value : T{};
}

std::string label(const Value& metadata, std::string_view name) {
    return std::string(member(metadata, name).str_or("zh"));
}

paper::CoverItem item_of(const Value& item) {
    paper::CoverItem out;
    out.title = item.str_or("title");
    out.responsible = item.str_or("responsible");
    out.doc_no = item.str_or("doc_no");
    out.doc_date = item.str_or("doc_date");
    out.pages = static_cast<int>(item.int_or("pages"));
    out.sha256 = read(codec::hash_from_hex(item.str_or("sha256")));
    out.here = item.find("file") != nullptr;
    return out;
}

paper::CoverStep step_of(const Value& one) {
    paper::CoverStep out;
    out.at = read(parse_time(one.str_or("at")));
    out.entry = static_cast<std::uint64_t>(one.int_or("entry"));
    const std::string act(one.str_or("act")), step(one.str_or("step"));
    for (const Value& did : one.items("acts")) {
        const bool decides = did.string() == "case.decide" && !step.empty();
        out.step += (out.step.empty() ? "" : "、") + word(decides ? "step." + step : "paper.act." + did.string());
    }
    if (out.step.empty()) {
        out.step = word(one.str_or("kind") == "tick" ? "paper.act.tick" : "paper.act.other");
    }
    const std::string_view name = one.str_or("name");
    out.person = name.empty() ? one.str_or("person") : name;
    out.result = word(act.empty() ? "verdict." + std::string(one.str_or("verdict")) : "act." + act);
    return out;
}

paper::Proof proof_of(const Value& metadata, const Hash& closing, int witnesses, int quorum) {
    const Value &log = member(metadata, "log"), &archived = member(metadata, "archived");
    paper::Proof out;
    out.origin = log.str_or("origin");
    out.change_set = closing;
    out.device = word("paper.gateway");
    out.made_at = read(parse_time(archived.str_or("at")));
    out.entered = paper::Entered{static_cast<std::uint64_t>(archived.int_or("entry")),
                                 static_cast<std::uint64_t>(log.int_or("size")),
                                 read(codec::hash_from_base64(log.str_or("root"))), witnesses, quorum};
    return out;
}

}  // namespace

Result<Bytes> file_cover(const Value& metadata, const Hash& closing, int witnesses, int quorum) {
    const Value &about = member(metadata, "case"), &log = member(metadata, "log");
    paper::ArchiveCover out;
    out.office = metadata.str_or("compiled_by");
    out.archive_no = metadata.str_or("archive_no");
    out.title = metadata.str_or("title");
    out.unit = label(metadata, "unit");
    out.matter = label(metadata, "matter");
    out.case_no = metadata.str_or("case_no");
    out.fonds = metadata.str_or("fonds");
    out.file_class = label(metadata, "class");
    out.retention = label(metadata, "retention");
    out.year = std::to_string(metadata.int_or("fonds_year"));
    out.doc_no = metadata.str_or("doc_no");
    out.note = metadata.str_or("remark");
    if (log.bool_or("demonstration")) {
        out.note += (out.note.empty() ? "" : "；") + word("paper.demonstration");
    }
    out.from = read(parse_time(about.str_or("received_at")));
    out.to = read(parse_time(about.str_or("closed_at")));
    for (const Value& item : metadata.items("items")) {
        out.items.push_back(item_of(item));
    }
    for (const Value& one : metadata.items("course")) {
        out.course.push_back(step_of(one));
    }
    out.fingerprint = log.str_or("fingerprint");
    out.proof = proof_of(metadata, closing, witnesses, quorum);
    return paper::archive_cover(out);
}

}  // namespace zj::ops
