package render

import (
	"bytes"
	"fmt"
	"unicode/utf16"

	"github.com/service-catalogue/sc/pkg/plain"
)

// escaped is JSON in which no character stands raw that could deceive who sees it:
// outside of strings JSON has none.
func escaped(json []byte) []byte {
	if bytes.IndexFunc(json, plain.Deceptive) < 0 {
		return json
	}
	var out bytes.Buffer
	for _, r := range string(json) {
		if !plain.Deceptive(r) {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.Bytes()
}
