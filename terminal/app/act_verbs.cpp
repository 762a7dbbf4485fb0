// SPDX-License-Identifier: Apache-2.0
// consent, message, urge, reverse, retire: acts that a line says whole.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/short_acts.hpp"

namespace zj::app {

namespace {

struct Options {
    std::string on, act, text, doc_no;
    work::RetireWish wish;
    bool preview = false;
};

// `run` with the options as they were read.
CLI::App& act(Declaring& declare, const char* name, const char* text, const std::shared_ptr<Options>& options,
              Answer (*run)(const work::Context&, const Options&)) {
    CLI::App& verb = declare.verb(name, text, [options, run](Session& session) -> Answer {
        ZJ_TRY(const work::Context context, session.context());
        return run(context, *options);
    });
    verb.add_flag("--preview", options->preview, "foretell only 只预判");
    return verb;
}

void add_consent(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "consent", "answer what another unit asks 同意或不同意", options,
                         [](const work::Context& context, const Options& said) {
                             return work::consent(context, said.on, said.act, said.text, said.preview);
                         });
    verb.add_option("case", options->on, "of list consents 待答的案件")->required();
    verb.add_option("act", options->act, "give refuse 同意 不同意")
        ->required()
        ->check(CLI::IsMember({"give", "refuse"}));
    verb.add_option("--reason", options->text, "told to the unit that asks 理由");
}

void add_words(Declaring& declare) {
    const auto said = std::make_shared<Options>();
    CLI::App& message = act(declare, "message", "a word in the case's thread 留言", said,
                            [](const work::Context& context, const Options& one) {
                                return work::message(context, one.on, one.text, one.preview);
                            });
    message.add_option("case", said->on, "案件")->required();
    message.add_option("text", said->text, "内容")->required();

    const auto urged = std::make_shared<Options>();
    CLI::App& urge =
        act(declare, "urge", "ask for haste, once a day 催办", urged,
            [](const work::Context& context, const Options& one) { return work::urge(context, one.on, one.preview); });
    urge.add_option("case", urged->on, "案件")->required();
}

void add_reverse(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb =
        act(declare, "reverse", "take back a wrong entry, exit, request, plan or organ set-up that is closed 冲正",
            options, [](const work::Context& context, const Options& said) {
                return work::reverse_case(context, said.on, said.text, said.doc_no, said.preview);
            });
    verb.add_option("case", options->on, "案件")->required();
    verb.add_option("--reason", options->text, "why 原因")->required();
    verb.add_option("--doc-no", options->doc_no, "文号")->required();
}

void add_retire(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "retire", "when somebody chooses to retire 弹性退休", options,
                         [](const work::Context& context, const Options& said) {
                             return work::retire(context, said.wish, said.preview);
                         });
    verb.add_option("person", options->wish.person, "of list persons 人员")->required();
    verb.add_option("--months", options->wish.months, "below 0 early, above 0 late 提前（负）或延迟月数")
        ->check(CLI::Range(-36, 36));
    verb.add_option("--on", options->wish.on, "the date that a paper sets 文件认定的退休日期");
    verb.add_option("--doc-no", options->wish.doc_no, "that paper 文号");
}

}  // namespace

void add_acts(Declaring& declare) {
    add_consent(declare);
    add_words(declare);
    add_reverse(declare);
    add_retire(declare);
}

}  // namespace zj::app
