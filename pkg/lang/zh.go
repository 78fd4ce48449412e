package lang

import "maps"

// chinese are the texts in Chinese by their English key.
func chinese() map[string]string {
	all := zhWords()
	for _, t := range zhTables() {
		maps.Copy(all, t.texts)
	}
	return all
}

// table holds the sentences of one package. A sentence that several packages say
// stands once, with the first of them.
type table struct {
	of    string // folder of the package
	texts map[string]string
}

func zhTables() []table {
	return []table{
		{"pkg/catalogue", zhCatalogue()},
		{"pkg/procedure", zhProcedure()},
		{"pkg/signature", zhSignature()},
		{"pkg/document", zhDocument()},
		{"pkg/document", zhReading()},
		{"pkg/document", zhFormat()},
		{"pkg/validator", zhValidator()},
		{"pkg/validator", zhSchema()},
		{"pkg/check", zhCheck()},
		{"pkg/ledger", zhLedger()},
		{"pkg/ledger", zhNetwork()},
		{"pkg/records", zhRecords()},
		{"pkg/audit", zhAudit()},
		{"pkg/wording", zhWording()},
		{"pkg/bundle", zhBundle()},
		{"pkg/word", zhWord()},
		{"pkg/notify", zhNotify()},
		{"pkg/report", zhReport()},
		{"pkg/export", zhExport()},
		{"pkg/sheet", zhSheet()},
		{"pkg/rulebook", zhRulebook()},
		{"pkg/pack", zhPack()},
		{"pkg/site", zhSite()},
		{"pkg/render", zhRender()},
		{"pkg/lang", zhLang()},
		{"pkg/cli", zhCli()},
		{"pkg/cli", zhHelp()},
		{"pkg/cli", zhLook()},
		{"pkg/cli", zhDemo()},
		{"pkg/cli", zhProcedureCommands()},
		{"pkg/cli", zhAuditPack()},
		{"pkg/cli", zhKeys()},
		{"pkg/cli", zhConfirm()},
		{"pkg/cli", zhDelegation()},
		{"pkg/cli", zhPeriodic()},
		{"pkg/cli", zhAgreement()},
		{"pkg/cli", zhImprove()},
		{"pkg/cli", zhTrust()},
		{"pkg/cli", zhShare()},
		{"pkg/cli", zhHooks()},
		{"pkg/cli", zhOutfit()},
		{"pkg/cli", zhRepair()},
		{"pkg/cli", zhAmend()},
		{"pkg/cli", zhExplain()},
		{"pkg/cli", zhGive()},
		{"pkg/cli", zhProven()},
		{"pkg/cli", zhPaper()},
		{"pkg/cli", zhDiff()},
		{"pkg/cli", zhSearch()},
		{"pkg/cli", zhMake()},
		{"pkg/cli", zhMeasure()},
		{"pkg/cli", zhTell()},
		{"pkg/cli", zhTerminal()},
	}
}
