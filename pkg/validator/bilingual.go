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

func (b Bilingual) isZero() bool { return b == Bilingual{} }

// splitTitle reads a schema title of the form "服务时间 / Service hours". Any other
// is the same in both languages.
func splitTitle(title string) Bilingual {
	zh, en, ok := strings.Cut(title, " / ")
	if !ok || !hasHan(zh) || hasHan(en) {
		return Bilingual{ZH: title, EN: title}
	}
	return Bilingual{ZH: zh, EN: en}
}

// splitDescription reads a description of which the Chinese sentences come first
// and the English ones follow. Any other is the same in both languages.
func splitDescription(text string) Bilingual {
	at := strings.LastIndex(text, "。") + len("。")
	if at < len("。") || at == len(text) || !hasHan(text[:at]) {
		return Bilingual{ZH: text, EN: text}
	}
	return Bilingual{ZH: text[:at], EN: strings.TrimSpace(text[at:])}
}
