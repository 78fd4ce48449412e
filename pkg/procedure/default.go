package procedure

import _ "embed"

//go:embed default.yaml
var defaultYAML string

// Default is the procedure that a new catalogue begins with, as the bytes of a
// procedure.yaml: §4 and §5 and the rules beside them, without people. Each call
// gives a copy.
func Default() []byte { return []byte(defaultYAML) }
