package validator

import "strings"

// Bilingual is a text that a schema carries in both languages, such as the title
// of a field. It stands as an argument in a finding.Sentence.
type Bilingual struct {
	ZH, EN string
}

// String is the English text.
func (b Bilingual) String() string { return b.EN }

// In is the text in the language named by a tag such as "zh" or "zh-CN"; any tag
// that is not Chinese gives English.
func (b Bilingual) In(lang string) string {
	if strings.HasPrefix(strings.ToLower(lang), "zh") {
		return b.ZH
	}
	return b.EN
}

// splitTitle reads a schema title of the form "服务时间 / Service hours".
func splitTitle(title string) Bilingual {
	zh, en, ok := strings.Cut(title, " / ")
	if !ok {
		return Bilingual{ZH: title, EN: title}
	}
	return Bilingual{ZH: zh, EN: en}
}
