package validator_test

import (
	"fmt"

	"github.com/service-catalogue/sc/pkg/validator"
)

// Bytes go in, findings come out: each with its place, its rule and a sentence. The
// validator knows no file and no clock, and may be used by several goroutines.
func ExampleValidator_Read() {
	text := []byte(`schema: 1
id: svc-backup
name: Backup
category: date
type: routine
lifecycle: active
visibility: customer
owner: ops_lead
levls: []
`)
	_, findings := validator.New().Read("services/svc-backup.yaml", text, validator.Service)
	for _, f := range findings {
		fmt.Printf("%s:%d:%d: %s [%s]\n", f.File, f.Start.Line, f.Start.Column, f.Message, f.Rule)
		if !f.Hint.IsZero() {
			fmt.Println("  " + f.Hint.String())
		}
	}
	// Output:
	// services/svc-backup.yaml:4:11: Maintained target (category): expected one of facility, physical, virtual, platform, application, data, user, security, integrated; found the text "date" [schema/enum]
	//   did you mean "data"?
	// services/svc-backup.yaml:9:1: the field levls is not known in: Service entry [schema/unknown-key]
	//   did you mean "levels"?
}
