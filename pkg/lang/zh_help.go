package lang

// zhHelp is what the help of commands says beside their own sentences.
func zhHelp() map[string]string {
	return map[string]string{
		"On a terminal, what is not given here is asked for.": "在终端上运行时，没有给出的内容会逐项询问。",
		"%s (default %s)": "%s（默认 %s）",

		// what stands for what a reader gives
		"CODE": "代码", "COMMENT": "意见", "DATE": "日期", "DIR": "文件夹", "EMAIL": "邮箱", "ENTRY": "条目", "FIELD": "字段", "FILE": "文件",
		"ID": "编号", "KEY": "密钥", "KIND": "类别", "MEETING": "会议", "PATH": "路径", "PERSON": "人员", "REASON": "理由",
		"REF": "引用", "REV": "修订号", "ROLE": "角色", "RULE": "规则", "SERVICE": "服务", "TEXT": "文字", "TITLE": "标题",
		"URL": "网址", "VALUE": "值", "VERSION": "版本", "WORDS": "词语", "YEAR": "年份",
		"string": "文本", "stringArray": "文本", "strings": "文本", "int": "数字", "duration": "时长",
	}
}
