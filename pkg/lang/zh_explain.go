package lang

// zhExplain are the sentences of sc explain, and of what beside the history sc verify
// warns of. The pages themselves are files of package explain.
func zhExplain() map[string]string {
	return map[string]string{
		"Explain a code, and how to put it right": "解释代码的含义和处理方法",
		"Explains what a code of \"sc verify\", a rule of \"sc validate\" or an exit code means, why it matters, and how to put it right. Case does not count, a rule may be named without its family, an exit code by its number. Without an argument it lists all there are.": "解释“sc verify”的代码、“sc validate”的规则或退出码的含义、为什么重要、怎样处理。不区分大小写；规则可以省略前缀，退出码可以只写数字。不带参数则列出全部。",
		"With --json: an object with code, kind (violation, warning, rule, exit), title, meaning, why, remedy, example, see; several codes or none give an array. In a pipe a page is its Markdown.":                                                                            "带 --json：一个对象，含 code、kind（violation、warning、rule、exit）、title、meaning、why、remedy、example、see；多个代码或不带参数时为数组。在管道中输出该页的 Markdown 原文。",
		"\"sc explain\" lists the codes that have one":                      "“sc explain”列出有说明的代码",
		"did you mean %s? \"sc explain\" lists all":                         "是否想写 %s？“sc explain”列出全部",
		"there is no page about %s":                                         "没有关于 %s 的说明",
		"Violations of the ledger (sc verify)":                              "账本的违规（sc verify）",
		"Warnings about a ledger that is good all the same (sc verify)":     "账本良好时的警告（sc verify）",
		"Rules of files (sc validate, sc procedure check, sc schema check)": "文件的规则（sc validate、sc procedure check、sc schema check）",
		"Exit codes":    "退出码",
		"What it means": "含义",
		"what it means and how to put it right: sc explain %s": "含义和处理方法：sc explain %s",
	}
}
