//! The words of `--help` in both languages. The arguments describe themselves
//! where they are defined, in English; their Chinese stands here, by command and
//! argument. A test finds what has no translation.

/// The help of a command beside its arguments: English, Chinese.
#[derive(Debug)]
pub struct Page {
    /// The command.
    pub name: &'static str,
    /// What it does, in a line.
    pub about: (&'static str, &'static str),
    /// Examples, and what else there is to say.
    pub after: (&'static str, &'static str),
}

/// The pages; the first is the one of `cberr` itself.
pub static PAGES: [Page; 7] = [
    Page {
        name: "cberr",
        about: (
            "Explains the errors of Tencent CloudBase and Tencent Cloud, offline",
            "离线解释腾讯云开发 CloudBase 和腾讯云 API 的报错",
        ),
        after: (
            "\
Examples:
  cberr FUNCTION_TIME_LIMIT_EXCEEDED     what a code means and what to do
  cberr explain -501000 --lang zh        a number, answered in Chinese
  cberr 'Invoking task timed out after 3 seconds'
  curl -s \"$URL\" | cberr                 whatever an error body holds
  cberr parse app.log                    every kind of error in a log
  cberr list --category storage          the codes of a topic

Without a command, arguments are explained and piped text is parsed.
Exit codes: 0 explained, 1 not found, 2 wrong usage, 3 cannot read or write.",
            "\
示例：
  cberr FUNCTION_TIME_LIMIT_EXCEEDED     错误码的含义和处理方法
  cberr explain -501000 --lang en        数字错误码，用英文回答
  cberr 'Invoking task timed out after 3 seconds'
  curl -s \"$URL\" | cberr                 报错响应体里的所有错误
  cberr parse app.log                    日志里的每一种错误
  cberr list --category storage          某一类的错误码

不写命令时，参数按 explain 处理，管道输入按 parse 处理。
退出码：0 已解释，1 未找到，2 用法错误，3 读写失败。",
        ),
    },
    Page {
        name: "explain",
        about: (
            "Explain codes, numbers, messages or whole bodies",
            "解释错误码、数字、报错原文或整个响应体",
        ),
        after: (
            "\
Examples:
  cberr explain FUNCTION_TIME_LIMIT_EXCEEDED INVALID_ENV
  cberr explain function-time-limit-exceeded   case, - and _ do not count
  cberr explain -501000                        a number, with or without sign
  cberr explain '(100004) incorrect projectId'
  cberr explain InvalidParameter --service cam
  pbpaste | cberr explain -                    a message from stdin
  cberr explain -502005 --format markdown      to paste into an issue

Exit codes: 0 all explained, 1 at least one not found, 2 wrong usage.",
            "\
示例：
  cberr explain FUNCTION_TIME_LIMIT_EXCEEDED INVALID_ENV
  cberr explain function-time-limit-exceeded   不区分大小写、- 和 _
  cberr explain -501000                        数字，负号可省略
  cberr explain '(100004) incorrect projectId'
  cberr explain InvalidParameter --service cam
  pbpaste | cberr explain -                    从标准输入读取报错
  cberr explain -502005 --format markdown      便于贴进 issue

退出码：0 全部已解释，1 至少一个未找到，2 用法错误。",
        ),
    },
    Page {
        name: "parse",
        about: (
            "Find and explain the errors in files or stdin",
            "找出并解释文件或标准输入中的错误",
        ),
        after: (
            "\
Examples:
  curl -s \"$URL\" | cberr parse          one error: its full page
  cberr parse app.log                   a log: a table, then each kind
  tcb fn log hello | cberr parse        the log of a function
  cberr parse --brief *.log             only the table; gzip is fine too
  cberr parse app.log --format json     for programs; see `cberr schema`
  tail -F app.log | cberr parse --format ndjson
  cberr parse ci.log --fail-on retry=no,fault=config

Exit codes: 0 an error explained, 1 none found, 2 wrong usage,
3 cannot read or write, 4 --fail-on found something, 130 Ctrl-C.",
            "\
示例：
  curl -s \"$URL\" | cberr parse          单个报错：完整说明
  cberr parse app.log                   日志：先汇总，再逐种说明
  tcb fn log hello | cberr parse        云函数日志
  cberr parse --brief *.log             只看汇总表，gzip 文件也可以
  cberr parse app.log --format json     供程序读取，结构见 `cberr schema`
  tail -F app.log | cberr parse --format ndjson
  cberr parse ci.log --fail-on retry=no,fault=config

退出码：0 已解释，1 没有找到错误，2 用法错误，3 读写失败，
4 命中 --fail-on，130 被 Ctrl-C 中断。",
        ),
    },
    Page {
        name: "list",
        about: (
            "List the catalogue: an overview, or the codes that match",
            "列出错误码库：概览，或符合条件的错误码",
        ),
        after: (
            "\
Examples:
  cberr list                               how many codes where
  cberr list FUNCTIONS_                    codes that begin with this
  cberr list --category storage            a topic, in every service
  cberr list --service cos --search 403
  cberr list --all | cut -f1               every code, one a line

Exit codes: 0 printed, 1 nothing matches, 2 wrong usage.",
            "\
示例：
  cberr list                               各服务、各分类的数量
  cberr list FUNCTIONS_                    以此开头的错误码
  cberr list --category storage            某一分类，不限服务
  cberr list --service cos --search 403
  cberr list --all | cut -f1               所有错误码，每行一个

退出码：0 已列出，1 没有匹配，2 用法错误。",
        ),
    },
    Page {
        name: "merge",
        about: (
            "Add up the summaries of several runs of parse",
            "合并多次 parse 的汇总结果",
        ),
        after: (
            "\
Examples:
  cberr merge monday.json tuesday.json     what `parse --format json` wrote
  parallel cberr parse --format json ::: *.log | cberr merge -

Counts, lines and bytes add up exactly, in whatever groups they are merged.

Exit codes: as of parse.",
            "\
示例：
  cberr merge monday.json tuesday.json     由 `parse --format json` 生成
  parallel cberr parse --format json ::: *.log | cberr merge -

次数、行数和字节数精确相加，与分组合并的方式无关。

退出码：与 parse 相同。",
        ),
    },
    Page {
        name: "completions",
        about: (
            "Print a completion script, which knows the codes too",
            "输出 shell 补全脚本，错误码也能补全",
        ),
        after: (
            "\
To install:
  bash        mkdir -p ~/.local/share/bash-completion/completions
              cberr completions bash > ~/.local/share/bash-completion/completions/cberr
  zsh         cberr completions zsh > \"${fpath[1]}/_cberr\"
  fish        cberr completions fish > ~/.config/fish/completions/cberr.fish
  powershell  in $PROFILE:
              cberr completions powershell | Out-String | Invoke-Expression
  elvish      cberr completions elvish >> ~/.config/elvish/rc.elv",
            "\
安装：
  bash        mkdir -p ~/.local/share/bash-completion/completions
              cberr completions bash > ~/.local/share/bash-completion/completions/cberr
  zsh         cberr completions zsh > \"${fpath[1]}/_cberr\"
  fish        cberr completions fish > ~/.config/fish/completions/cberr.fish
  powershell  写入 $PROFILE：
              cberr completions powershell | Out-String | Invoke-Expression
  elvish      cberr completions elvish >> ~/.config/elvish/rc.elv",
        ),
    },
    Page {
        name: "schema",
        about: (
            "Print the JSON Schema of --format json",
            "输出 --format json 的 JSON Schema",
        ),
        after: (
            "\
Example:
  cberr schema > cberr.schema.json",
            "\
示例：
  cberr schema > cberr.schema.json",
        ),
    },
];

/// The Chinese of what an argument says of itself: command (`*` for any), name of
/// the argument, text. The first line of a longer text is what `-h` shows.
static ARGUMENTS: &[(&str, &str, &str)] = &[
    (
        "*",
        "lang",
        "\
回答所用语言：en 或 zh

未指定时，依次看 CBERR_LANG、LC_ALL、LC_MESSAGES、LANG 中第一个已设置的变量；
都没有时，macOS 和 Windows 跟随系统语言，其余为英文。",
    ),
    (
        "*",
        "format",
        "\
输出格式：text、json、ndjson 或 markdown

默认 text，供人阅读；json 为一个对象，结构见 `cberr schema`；ndjson 每行一个
对象；markdown 便于贴进 issue 或聊天。",
    ),
    (
        "*",
        "color",
        "\
何时使用颜色：auto、always 或 never

默认 auto：终端有颜色，管道没有；NO_COLOR、CLICOLOR_FORCE、FORCE_COLOR、
CLICOLOR 和 TERM=dumb 可改变这一点。",
    ),
    (
        "explain",
        "what",
        "错误码、数字、报错原文或整个响应体；`-` 表示标准输入",
    ),
    (
        "*",
        "service",
        "\
只看某个服务，例如 cos

`cberr list` 列出所有服务。",
    ),
    ("parse", "files", "要读取的文件；`-` 或省略表示标准输入"),
    ("*", "brief", "日志只输出汇总表"),
    ("*", "top", "日志最多解释几种错误 [默认：5]"),
    ("parse", "all", "日志解释每一种错误"),
    ("merge", "all", "日志解释每一种错误"),
    (
        "parse",
        "fail_on",
        "\
出现时以 4 退出：错误码、fault=责任方 或 retry=建议

责任方取 caller、config、quota、billing、platform、network 或 unknown；
建议取 no、after_change、backoff 或 unknown。多个条件用逗号分隔，或重复该选项。",
    ),
    (
        "merge",
        "files",
        "要合并的汇总文件，按日志顺序给出；`-` 表示标准输入",
    ),
    ("list", "prefix", "只看以此开头的错误码"),
    (
        "list",
        "category",
        "\
只看某个分类，例如 storage

`cberr list` 列出每个服务的分类。",
    ),
    ("list", "search", "只看包含所有这些词的条目"),
    ("list", "all", "列出所有错误码"),
    (
        "completions",
        "shell",
        "shell：bash、elvish、fish、powershell 或 zsh",
    ),
    ("*", "help", "显示帮助（-h 为简要帮助，--help 为详细帮助）"),
    ("*", "version", "显示版本和错误码库日期"),
];

/// The Chinese of an argument of a command.
#[must_use]
pub fn in_chinese(command: &str, argument: &str) -> Option<&'static str> {
    // Without a command, arguments are those of `explain`.
    let command = if command == PAGES[0].name {
        "explain"
    } else {
        command
    };
    let is = |row: &&(&str, &str, &str)| row.1 == argument && (row.0 == command || row.0 == "*");
    ARGUMENTS.iter().find(is).map(|(_, _, text)| *text)
}

/// The page of a command.
#[must_use]
pub fn page(name: &str) -> &'static Page {
    PAGES.iter().find(|p| p.name == name).unwrap_or(&PAGES[0])
}
