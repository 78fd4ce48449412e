package procedure

import _ "embed"

//go:embed default.yaml
var defaultText []byte

func Default() []byte { return append([]byte{}, defaultText...) }
