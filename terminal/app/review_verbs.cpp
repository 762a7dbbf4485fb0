// SPDX-License-Identifier: Apache-2.0
// review: the annual review, from its opening to what was put right.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/vault/files.hpp"
#include "terminal/work/review.hpp"

namespace zj::app {

namespace {

constexpr std::size_t kFiguresBytesMax = 64 * 1024;  // a page of numbers

struct Options {
    std::string act, file;
    work::ReviewWish wish;
};

Answer review(Session& session, Options said) {
    if ((said.act == "check") == said.file.empty()) {
        return fail("usage.review");
    }
    if (!said.file.empty()) {
        const auto bytes = vault::read_file(said.file, kFiguresBytesMax);
        if (!bytes) {
            return fail("file.read", said.file, bytes.error().detail);
        }
        said.wish.figures = as_text(*bytes);
    }
    ZJ_TRY(const work::Context context, session.context());
    return said.act == "form" ? work::review_form(context, said.wish.reference)
                              : work::review(context, said.act, said.wish);
}

}  // namespace

void add_reviews(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    work::ReviewWish& wish = options->wish;
    CLI::App& verb = declare.verb("review", "the annual review of a unit 年度审查",
                                  [options](Session& session) { return review(session, *options); });
    verb.add_option("act", options->act, "open form check sign accept cancel 开启 自查表 自查 签署 验收 撤销")
        ->required()
        ->check(CLI::IsMember({"open", "form", "check", "sign", "accept", "cancel"}));
    verb.add_option("unit", wish.reference, "unit code, or a key of list reviews 单位编码或审查编号")->required();
    verb.add_option("file", options->file, "the unit's filled figures, to check 填好的自查表");
    verb.add_option("--year", wish.year, "of a new review 年度");
    verb.add_option("--text", wish.text, "the opinion, or why it is cancelled 意见或原因");
    verb.add_option("--difference", wish.differences, "seen on site, may be repeated 现场核查发现");
    verb.add_option("--rectify", wish.rectify, "ITEM:DATE to be put right, may be repeated 整改项与期限");
    verb.add_option("--item", wish.items, "number of an item that is accepted, may be repeated 验收的整改项");
    verb.add_flag("--preview", wish.preview, "foretell only 只预判");
}

}  // namespace zj::app
