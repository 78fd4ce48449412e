package lang

// zhFormat are the sentences of sc fmt.
func zhFormat() map[string]string {
	return map[string]string{
		"this is laid out in a way that cannot be formatted safely":                               "这里的写法无法安全地整理",
		"write each field as “field: value” on a line of its own, and each list item as “- item”": "请把每个字段写成单独一行“字段: 值”，每个列表项写成“- 项”",
		"the file ends inside a text, without a line end":                                         "文件在一段文字中结束，末尾没有换行",
		"press Enter behind its last line, or write |- in place of |":                             "请在最后一行后按回车键，或将 | 写成 |-",
		"Lay service entries out in canonical form":                                               "将服务条目整理为规范格式",
		"write nothing; exit 1 if a file would change":                                            "不写入；如有文件会改变，则以 1 退出",
		"standard input is formatted alone":                                                       "标准输入只能单独整理",
		"name either - or files":                                                                  "请只写 - 或只写文件",
		"%s is no service entry":                                                                  "%s 不是服务条目",
		"entries lie in services/ and end in .yaml; any text is formatted with \"sc fmt -\"":      "服务条目位于 services/，以 .yaml 结尾；其他文本可用 \"sc fmt -\" 整理",
		"%s is a record of the ledger; it is never rewritten":                                     "%s 是账本的记录，不会被改写",
		"only service entries are formatted: those in services/":                                  "只整理服务条目，即 services/ 中的文件",
		"there is no service entry in %s":                                                         "%s 中没有服务条目",
		"Puts the fields of service entries into the order of the schema and the lines into one form: two spaces for each level, one empty line at most, LF. Comments stay with their fields, values as they are written. A PATH is an entry or a folder of entries; - reads standard input and writes the result. It prints the names of the files that it changes. Requests, meetings, versions and the procedure are never touched: they change by signed entries only. An entry that was published becomes a draft where its bytes change. It exits 1 if a file cannot be formatted, or with --check if one would change.": "将服务条目的字段按格式定义排序，并统一行的写法：每级缩进两个空格，至多一个空行，LF 换行。注释随其字段移动，值保持原样。路径是服务条目或其文件夹；- 表示读取标准输入并输出结果。命令列出所修改的文件。需求、会议、版本和程序从不改动，它们只能由签名的记录改变。已发布的条目如字节有变，即成为草稿。有文件无法整理，或用 --check 时有文件会改变，则以 1 退出。",
	}
}
