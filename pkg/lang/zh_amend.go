package lang

// zhAmend are the sentences about amendments and what they leave without a holder.
func zhAmend() map[string]string {
	return map[string]string{
		"Whoever may amend puts another text of the procedure in force (§4.1): signed under the old one, its version one higher (raised for you), refused if it locks anybody out that it needs. Open requests that nobody could take onward by it are named. On a terminal, without -f, it opens your editor, then shows what changes and asks. Where the procedure asks for the approval of several people (rules.amend.approvals), the first to bring a text proposes it, others approve these very bytes with --approve, and whoever makes their number full puts it in force; \"sc person\" goes the same way. Approvals lapse with the next version.": "由有权修订程序的人使程序的新文本生效（§4.1）：按旧程序签名，版本加一（自动完成），会使必需的人无法行事的，予以拒绝。修订后无人能推进的未结需求会逐一指出。在终端上不写 -f 时打开编辑器，然后显示改动并询问。程序要求多人批准时（rules.amend.approvals），第一个给出文本的人提出修订，其他人用 --approve 批准完全相同的字节，使人数达到要求的那个人令其生效；“sc person”也照此办理。新版本生效后，此前的批准一律失效。",
		"Checks that the procedure can be followed: no step without a holder, no state that cannot be left, no publication without a review, no open request that nobody can take onward. Without FILE it reads the procedure of the work tree.": "检查程序能否执行：没有无人可做的步骤，没有无法离开的状态，没有未经评审的发布，没有无人能推进的未结需求。不写文件时读取工作区中的程序。",
		"put this procedure in force?": "使这一程序生效吗？",
		"The procedure in force, version %s. Change it, save it, and leave the editor.": "现行程序，第 %s 版。请修改、保存并退出编辑器。",
		"An unchanged or empty text changes nothing. The version is raised for you.":    "文本未改动或为空则不作任何修订。版本号自动加一。",
		"Lines that begin with %s are taken away.":                                      "以 %s 开头的行会被去掉。",
		"It cannot be put in force like this; leave it as it is to give up:":            "这样的文本不能生效；如放弃，请原样退出：",
		"your text is kept: sc amend -f %s":                                             "您的文本已保留：sc amend -f %s",
	}
}
