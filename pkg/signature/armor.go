package signature

import (
	"bytes"
	"encoding/base64"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The armor is what ssh-keygen -Y sign writes, byte for byte: the begin line,
// standard base64 with padding in lines of 70 characters (the last may be
// shorter and is never empty), the end line. Every line, the end line too, ends
// in one LF; nothing stands before or after.
//
// Git keeps exactly these bytes. In a commit each armor line stands in the
// gpgsig header with its LF ("gpgsig " before the first, one space before the
// others), so that taking those prefixes away gives the armor with its final LF;
// in a tag the armor ends the object, final LF included. Nothing has to be added
// or stripped beside the prefixes.
const (
	beginLine  = "-----BEGIN SSH SIGNATURE-----\n"
	endLine    = "-----END SSH SIGNATURE-----\n"
	armorWidth = 70
	maxArmor   = 64 << 10 // bytes; an RSA 16384 signature needs less than 7 KiB
)

func armor(blob []byte) []byte {
	text := base64.StdEncoding.AppendEncode(nil, blob)
	out := make([]byte, 0, len(beginLine)+len(text)+len(text)/armorWidth+1+len(endLine))
	out = append(out, beginLine...)
	for len(text) > 0 {
		n := min(armorWidth, len(text))
		out = append(append(out, text[:n]...), '\n')
		text = text[n:]
	}
	return append(out, endLine...)
}

func dearmor(text []byte) ([]byte, error) {
	if len(text) > maxArmor {
		return nil, malformed(finding.Say("it is longer than %s bytes", maxArmor))
	}
	body, ok := bytes.CutPrefix(text, []byte(beginLine))
	if !ok {
		return nil, malformed(finding.Say("it does not begin with the line %s", beginLine[:len(beginLine)-1]))
	}
	body, ok = bytes.CutSuffix(body, []byte(endLine))
	if !ok {
		return nil, malformed(finding.Say("it does not end with the line %s", endLine[:len(endLine)-1]))
	}
	blob, err := base64.StdEncoding.Strict().AppendDecode(nil, body)
	if err != nil {
		return nil, malformed(finding.Say("it is not base64"))
	}
	// The decoder skips line ends wherever they are.
	if !bytes.Equal(armor(blob), text) {
		return nil, malformed(finding.Say("its lines are not as ssh-keygen writes them"))
	}
	return blob, nil
}

func malformed(reason finding.Sentence) error {
	return &finding.Fault{Message: finding.Say("the signature is malformed: %s", reason), Cause: ErrForm}
}
