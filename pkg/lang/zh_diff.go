package lang

// zhDiff are the sentences about how two states of the catalogue differ.
func zhDiff() map[string]string {
	return map[string]string{
		"text, json or md (Markdown)":                       "text、json 或 md（Markdown）",
		"Show how two versions, revisions or drafts differ": "显示两个版本、修订号或草稿之间的差异",
		"Shows what changed between two states of the catalogue, field by field: what a service promised before and promises now, whether that weakens or improves it, and why. Items of lists are matched by what they are, not by where they stand; replacements and renames are known. A and B are versions, revisions of git's, or \".\", the drafts in the work tree; A..B is the same. Without B: the drafts; without A: the last version. It tells the number that the next version would have. It exits 0 whatever it finds. With --json: an object with from, to, bump, next, judge, services (docs/difference.md).": "逐字段显示目录两个状态之间的变化：服务原来承诺什么、现在承诺什么，是减弱还是增强，以及为什么。列表中的各项按其本身对应，不按位置；能识别替代和改名。A 和 B 可以是版本、git 的修订号，或 “.”（工作区中的草稿）；A..B 含义相同。不写 B 为草稿，不写 A 为上一版本。同时说明下一版本的编号。无论有无差异，退出码都是 0。加 --json 输出一个对象，含 from、to、bump、next、judge、services（见 docs/difference.zh.md）。",
		"Show weakened commitments and retired services only": "只显示减弱的承诺和下线的服务",
		"Shows what of \"sc diff\" takes something back: commitments that are weakened, services that are retired. It exits 1 where there is any, and 5 where a file cannot be read, so that CI can ask before a pull request is merged. What only a person can judge is named, and counts with --strict. A and B are as for \"sc diff\". With --json: as \"sc diff\", with these changes only.": "只显示“sc diff”中收回承诺的部分：减弱的承诺、下线的服务。有这样的变化时退出码为 1，有文件无法读取时为 5，便于 CI 在合并请求合入前检查。只能由人判断的变化会列出名称，加 --strict 则计入。A 和 B 与“sc diff”相同。加 --json 的输出与“sc diff”相同，只含这些变化。",
		"count what a person must judge as well":      "需人工判断的变化也计入",
		"Tell customers what changed, in their words": "用客户的语言说明有什么变化",
		"Tells customers what changed for them, version by version, the newest first: what is new, improved, reduced, no longer offered. It holds only services that are public or for customers, and of these only what customers may see: never cost, owner, notes, dependencies or tags. Without A: the last version; A: all versions since; A B or A..B: from one to the other; these are versions, revisions of git's, or \".\", the drafts in the work tree. With --lang zh or en in one language or the other. With --json: an array of objects with version, effective_from, notes, services (docs/difference.md).": "逐个版本（最新的在前）告诉客户有哪些变化：新增、增强、减少、不再提供。只含公开或面向客户的服务，且只含客户可见的内容，绝不含成本、责任人、说明、依赖和标签。不写 A 为最新版本；只写 A 为其后的所有版本；A B 或 A..B 为从一个到另一个；可以是版本、git 的修订号，或 “.”（工作区中的草稿）。用 --lang zh 或 en 选择语言。加 --json 输出对象数组，含 version、effective_from、notes、services（见 docs/difference.zh.md）。",
		"an empty catalogue":                    "空目录",
		"the work tree":                         "工作区",
		"from %s to %s":                         "从%s到%s",
		"nothing differs":                       "没有差异",
		"the next version would be %s at least": "下一版本至少为 %s",
		"the first number of the version rises: a commitment is weakened or a service retired (%s)": "版本号第一位递增：有承诺减弱或服务下线（%s）",
		"the second number of the version rises: something is new or improved (%s)":                 "版本号第二位递增：有新增或增强（%s）",
		"the third number of the version rises: the changes are editorial (%s)":                     "版本号第三位递增：均为编辑性修改（%s）",
		"%s  %s: %s":                      "%s  %s：%s",
		"%s takes the place of %s: %s":    "%s 替代 %s：%s",
		"%s has the code that %s had: %s": "%s 沿用了 %s 的编码：%s",
		"%s has the name that %s had: %s": "%s 沿用了 %s 的名称：%s",
		"Field":                           "字段",
		"Before":                          "原来",
		"After":                           "现在",
		"Why":                             "原因",
		"to be judged":                    "需人工判断",
		"the same promise":                "承诺相同",
		"no version is published yet":     "还没有发布过版本",
		"name two states, such as: sc changelog HEAD~1 HEAD": "请写明两个状态，例如：sc changelog HEAD~1 HEAD",
		"Version %s, in force from %s":                       "版本 %s，自 %s 起生效",
		"nothing changes for customers":                      "对客户没有变化",
		"%s: %s (%s)":                                        "%s：%s（%s）",
		"%s: %s → %s (%s)":                                   "%s：%s → %s（%s）",
	}
}
