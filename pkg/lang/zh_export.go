package lang

// zhExport are the sentences of documents.
func zhExport() map[string]string {
	return map[string]string{
		"Internal: not for customers":          "内部资料，不得提供给客户",
		"Release notes":                        "发布说明",
		"Service catalogue of %s":              "%s服务目录",
		"What it says":                         "内容",
		"the service %s cannot be written: %s": "服务 %s 无法写出：%s",
	}
}

// zhSheet are the sentences of spreadsheets.
func zhSheet() map[string]string {
	return map[string]string{
		"%s has more than %s parts": "%s 多于 %s 个部分",
		"%s is missing":             "缺少“%s”",
		"%s is none of: %s":         "%s 不在可选值之内：%s",
		"%s is not a number":        "%s 不是数字",
		"%s lines in the other language stand beside %s in the main one": "另一语言有 %s 行，主语言只有 %s 行",
		"%s stands in row %s already":                                    "%s 已出现在第 %s 行",
		"%s, in Chinese":                                                 "%s（中文）",
		"%s, in English":                                                 "%s（英文）",
		"Service levels":                                                 "服务级别目标",
		"a cell of Excel holds no text of more than %s characters":       "Excel 的一个单元格最多容纳 %s 个字符",
		"no field is called so; name the field with --map, or nothing to pass the column over": "没有叫这个名称的字段；用 --map 指明字段，或留空以跳过此列",
		"a service must have this; the cell may not be empty":                                  "这是服务的必填项，单元格不能为空",
		"if a column holds them, name it: --map COLUMN=id":                                     "如果某一列是服务编号，请指明：--map 列名=id",
		"no column holds ids; the first row is: %s":                                            "没有编号列；首行为：%s",
		"sheet of services":                       "服务",
		"the archive holds no workbook":           "压缩包中没有工作簿",
		"the file is neither a workbook nor text": "文件既不是工作簿，也不是文本",
		"no sheet has a column of ids":            "没有一张工作表有编号列",
		"row %s has a cell of more than %s bytes": "第 %s 行有一个单元格超过 %s 字节",
		"row %s has more than %s columns":         "第 %s 行超过 %s 列",
		"save it as .xlsx or as CSV in UTF-8":     "请另存为 .xlsx 或 UTF-8 编码的 CSV",
		"the row names no service":                "这一行没有写服务编号",
		"the table has more than %s rows":         "表格超过 %s 行",
		"the table holds more than %s bytes":      "表格内容超过 %s 字节",
		"this is no table that can be read: %s":   "无法读取这个表格：%s",
		"two columns stand for one field":         "有两列对应同一字段",
	}
}

// zhGive are the sentences of the commands that give out and take in.
func zhGive() map[string]string {
	return map[string]string{
		"%s is no audience":                  "%s 不是可选的读者范围",
		"%s is nothing for a terminal":       "%s 不能显示在终端上",
		"%s lies in the Git folder":          "%s 位于 Git 文件夹中",
		"%s is a file of a catalogue":        "%s 是服务目录的文件",
		"name another file":                  "请指定其他文件",
		"%s is not UTF-8; it was read as %s": "%s 不是 UTF-8 编码，已按 %s 读取",
		"a table for customers lacks columns that a new service needs: \"sc export --audience internal\" writes them": "给客户的表格缺少新服务必需的列：“sc export --audience internal”导出的表格有这些列",
		"%s names no column": "%s 没有指明列",
		"%s problems: the services that they are about were left as they are": "有 %s 个问题：涉及的服务保持原样",
		"An edited workbook or CSV file comes back with \"sc import\".":       "编辑过的工作簿或 CSV 文件用“sc import”导回。",
		"Column":                "列",
		"Draft":                 "草稿",
		"Fields":                "字段",
		"Give out and take in:": "导出与导入：",
		"If any row is bad, every problem is named with sheet, row and column, and nothing is written; with --partial the other services are. Drafts bind nobody until they are proposed, reviewed and published.":                                                                                                                                                                                                                              "只要有一行有误，就逐一指出问题所在的工作表、行和列，什么也不写入；加 --partial 则写入其余服务。草稿在提交设计、通过评审并发布之前不约束任何人。",
		"Reads a workbook or CSV file, such as \"sc export\" writes, and changes the drafts of the services that it names: only fields that say something else than before, and of a file only these lines. A service that the catalogue does not have becomes a new draft. A foreign table comes in with --map, which is remembered for this repository; columns without a header are passed over, and so are sheets without a column of ids.": "读取“sc export”写出的那种工作簿或 CSV 文件，修改其中所列服务的草稿：只改内容有变的字段，文件中也只动这些行。目录中没有的服务成为新草稿。其他来源的表格用 --map 对应列与字段，对应关系保存在本仓库中；没有列名的列和没有编号列的工作表一律跳过。",
		"Row":   "行",
		"Sheet": "工作表",
		"Take an edited spreadsheet in as drafts":              "把编辑过的表格导入为草稿",
		"Write a version as a document, a spreadsheet or data": "把一个版本导出为文档、表格或数据",
		"Writes one published version for customers, or with --audience internal for the organisation's own people: Markdown, comma-separated values, JSON (schemas/edition.schema.json), an Excel workbook, or Backstage entities. Only what a version holds goes out, never a draft, and only after the whole history was found good. Customers get the services that are public or for customers, and of these the fields that they may see (§3); what does not say who may see it stays inside.": "为客户写出一个已发布的版本，或用 --audience internal 为本组织人员写出：Markdown、CSV、JSON（schemas/edition.schema.json）、Excel 工作簿或 Backstage 实体。只导出版本中的内容，从不导出草稿，并且先验证全部历史无误。客户得到的是可见范围为公开或客户的服务，以及其中允许客户看到的字段（§3）；没有写明可见范围的一律不导出。",
		"\"sc publish\" publishes one":                                "用“sc publish”发布",
		"\"sc verify\" says what is wrong":                            "“sc verify”说明哪里有问题",
		"audiences are customer and internal":                         "读者范围为 customer（客户）或 internal（内部）",
		"check that its folder is there and that you may write to it": "请确认所在文件夹存在并且可写",
		"fields are: %s":                                   "字段有：%s",
		"for whom: customer or internal":                   "给谁看：customer（客户）或 internal（内部）",
		"it is not said in which format":                   "没有指定格式",
		"name a file: -o catalogue%s":                      "请指定文件：-o catalogue%s",
		"nothing was written: the table has %s problems":   "什么也没有写入：表格有 %s 个问题",
		"one of: %s":                                       "可选：%s",
		"put them right, or write the rest with --partial": "请改正，或用 --partial 写入其余部分",
		"the field that a column stands for, as COLUMN=FIELD; COLUMN= passes it over": "列对应的字段，写作 列名=字段；写作 列名= 则跳过该列",
		"the file %s has more than %s MiB":                                            "文件 %s 超过 %s MiB",
		"the ledger is not good: nothing of it is given out":                          "账本验证不通过，不导出其中任何内容",
		"the names of the columns could not be kept for the next import":              "列名对应关系未能保存供下次导入使用",
		"the table says nothing new":                                                  "表格中没有新内容",
		"there is no field %s":                                                        "没有字段 %s",
		"this version; the last one, if not given":                                    "指定版本；未指定则为最新版本",
		"write --map COLUMN=FIELD":                                                    "请写作 --map 列名=字段",
		"write the services whose rows are good, whatever is wrong with others":       "写入各行无误的服务，不管其他服务有什么问题",
		"write to this file":                                                          "写入此文件",
		"wrote %s: version %s, %s services":                                           "已写入 %s：版本 %s，%s 项服务",
	}
}
