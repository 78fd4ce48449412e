package lang

// zhRepair are the sentences about ledgers that are put back.
func zhRepair() map[string]string {
	return map[string]string{
		"what lies in the ledger's folders cannot be read: %s": "无法读取账本文件夹中的内容：%s",
		"put them back by stock git, and then repair: git restore --source %s --staged --worktree -- %s ':!%s' && git commit --no-verify -m back; the repair names that commit too": "先用 git 恢复，再修复：git restore --source %s --staged --worktree -- %s ':!%s' && git commit --no-verify -m back；修复也会写明那个提交",
		"%s  ruling":     "%s  裁定",
		"%s: %s, %s, %s": "%s：%s，%s，%s",
		"On":             "对象",
		"Reason":         "理由",
		"Ruling":         "裁定",
		"Rulings":        "裁定",
		"Ruled in":       "裁定所在",
		"entry %s":       "条目 %s",

		"do not push: the ledger is broken":                                              "请勿推送：账本已损坏",
		"the ledger is broken since commit %s: %s":                                       "账本自提交 %s 起已损坏：%s",
		"the ledger is broken: its procedure is gone from the folder %s":                 "账本已损坏：文件夹 %s 中没有了程序文件",
		"build nothing on it: \"sc verify\" shows what is wrong, \"sc repair\" mends it": "请勿在其上继续：“sc verify”说明问题所在，“sc repair”予以修复",

		"Put the ledger back after commits that were not by the procedure": "在出现不符合程序的提交后恢复账本",
		"After a wrong click (a record edited by hand and pushed, a merge that changed one) whoever may amend puts the ledger back to what the sound entries left, in one signed entry that names the commits which were not by the procedure, and why they are there. From then on \"sc verify\" reports them as W_REPAIRED. History is not rewritten: what is taken out stays in the commits that brought it.": "误操作之后（手工改动了记录并已推送，或合并时改动了记录），由有权修订程序的人把账本恢复为有效条目留下的内容，并用一个签名条目写明哪些提交不符合程序、缘由为何。此后“sc verify”将其报告为 W_REPAIRED。历史不会改写：被移除的内容仍在带来它的提交中。",
		"Where nobody else has these commits yet, taking them back is better; the command says how, and goes on with --yes only.": "如这些提交尚未传给他人，直接撤回更好；命令会说明做法，加上 --yes 才继续修复。",

		"there is nothing to go back to: %s":                                       "没有可恢复的内容：%s",
		"what lies beside the ledger is in its way: %s":                            "账本之外的内容妨碍了修复：%s",
		"put that right first, in an ordinary commit; then try again":              "请先用普通提交改正，然后重试",
		"rule that %s commits were not by the procedure, and put the ledger back?": "裁定 %s 个提交不符合程序，并恢复账本吗？",
		"every commit is by the procedure, or was repaired":                        "所有提交都符合程序，或已修复",
		"\"sc verify\" shows the whole history":                                    "“sc verify”核验全部历史",
		"no repair mends what is wrong: %s":                                        "现有问题不是修复所能解决的：%s",
		"\"sc verify\" shows what is wrong, and how each is put right":             "“sc verify”说明问题所在，以及各应如何改正",
		"not mended: %s": "未修复：%s",
		"the ledger's files are already as the sound entries left them": "账本文件已与有效条目留下的一致",
		"takes out %s; its bytes stay in commit %s":                     "移除 %s；其内容仍在提交 %s 中",
		"puts back %s": "恢复 %s",

		"no other repository is known to have commit %s, so it can still be taken back":                                                                     "未发现其他仓库有提交 %s，因此还可以撤回",
		"git reset --keep %s; if others have it all the same: sc repair --yes -m REASON":                                                                    "git reset --keep %s；如他人其实已有该提交：sc repair --yes -m 理由",
		"git reset --keep %s, then bring back the drafts committed after it: git cherry-pick %s; if others have it all the same: sc repair --yes -m REASON": "git reset --keep %s，再取回其后提交的草稿：git cherry-pick %s；如他人其实已有该提交：sc repair --yes -m 理由",
		"the merge %s dropped what the ledger of %s has, and a repair does not bring it back":                                                               "合并 %s 丢弃了 %s 的账本中的内容，修复不能将其恢复",
		"go on from there: git reset --keep %s, then: git merge -s ours %s; to leave it out for ever: sc repair --yes -m REASON":                            "请从那里继续：git reset --keep %s，然后 git merge -s ours %s；如决定永久舍弃：sc repair --yes -m 理由",
		"%s does not have commit %s yet, and a repair would hand it to everybody":                                                                           "%s 还没有提交 %s，修复会把它带给所有人",
		"take it back: git reset --keep %s": "请撤回它：git reset --keep %s",
		"take it back: git reset --keep %s, then bring back the drafts committed after it: git cherry-pick %s": "请撤回它：git reset --keep %s，再取回其后提交的草稿：git cherry-pick %s",
	}
}
