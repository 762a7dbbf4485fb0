// SPDX-License-Identifier: Apache-2.0
// consent, message, urge, reverse, retire, place, roster, outside, handover: acts that a line says whole.
#include <memory>

#include "terminal/app/declaring.hpp"
#include "terminal/work/short_acts.hpp"

namespace zj::app {

namespace {

struct Options {
    std::string on, act, text, doc_no;
    work::RetireWish wish;
    work::RosterMove move;
    work::Outsider who;
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
        act(declare, "reverse", "take back a wrong entry, exit, request, plan, organ set-up or opening grant 冲正",
            options, [](const work::Context& context, const Options& said) {
                return work::reverse_case(context, said.on, said.text, said.doc_no, said.preview);
            });
    verb.add_option("case", options->on, "or key of an opening grant or plan line 案件，或期初通知单、计划行")
        ->required();
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

void add_place(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "place", "where somebody works 借调、混岗登记", options,
                         [](const work::Context& context, const Options& said) {
                             return work::place(context, said.on, said.text, said.act, said.preview);
                         });
    verb.add_option("person", options->on, "of list persons 人员")->required();
    verb.add_option("--unit", options->text, "code of the unit where they work; none: back 工作单位代码，不填为返回");
    verb.add_option("--since", options->act, "起始日期")->required();
}

void add_roster(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "roster", "move between the rosters beside the quota 非在职、退休、编外名册变动",
                         options, [](const work::Context& context, const Options& said) {
                             return work::roster(context, said.move, said.preview);
                         });
    verb.add_option("person", options->move.person, "of list persons 人员")->required();
    verb.add_option("--to", options->move.to, "2 非在职, 3 退休, 4 编外, none 出册")
        ->required()
        ->check(CLI::IsMember({"2", "3", "4", "none"}));
    verb.add_option("--on", options->move.on, "发生日期")->required();
    verb.add_option("--reason", options->move.reason, "retired, died, moved_away, entered, ended, other 事由")
        ->required()
        ->check(CLI::IsMember({"retired", "died", "moved_away", "entered", "ended", "other"}));
    verb.add_option("--off-reason", options->move.off_reason, "code, with 2 非在职理由");
    verb.add_option("--doc-no", options->move.doc_no, "文号");
}

void add_outside(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "outside", "list somebody outside the quota 编外人员登记", options,
                         [](const work::Context& context, const Options& said) {
                             return work::outside(context, said.who, said.preview);
                         });
    verb.add_option("name", options->who.name, "姓名")->required();
    verb.add_option("--id", options->who.id_no, "公民身份号码")->required();
    verb.add_option("--inner", options->who.inner, "内设机构")->required();
    verb.add_option("--post", options->who.post_name, "岗位")->required();
    verb.add_option("--since", options->who.since, "起始日期")->required();
    verb.add_option("--doc-no", options->who.doc_no, "文号")->required();
}

void add_handover(Declaring& declare) {
    const auto options = std::make_shared<Options>();
    CLI::App& verb = act(declare, "handover", "hand one's work over to who joined this device 交接", options,
                         [](const work::Context& context, const Options& said) {
                             return work::handover(context, said.on, said.preview);
                         });
    verb.add_option("successor", options->on, "person of this device 接手人")->required();
}

}  // namespace

void add_acts(Declaring& declare) {
    add_consent(declare);
    add_words(declare);
    add_reverse(declare);
    add_retire(declare);
    add_place(declare);
    add_roster(declare);
    add_outside(declare);
    add_handover(declare);
}

}  // namespace zj::app
