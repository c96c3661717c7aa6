{{- define "tidegate.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "tidegate.labels" -}}
app.kubernetes.io/name: tidegate
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "tidegate.selector" -}}
app.kubernetes.io/name: tidegate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tidegate.tokens" -}}
{{- default (printf "%s-tokens" (include "tidegate.name" .)) .Values.tokens.existingSecret -}}
{{- end -}}

{{- define "tidegate.external" -}}
{{- if and .Values.kafka.bootstrap .Values.postgres.existingSecret -}}yes{{- end -}}
{{- if ne (empty .Values.kafka.bootstrap) (empty .Values.postgres.existingSecret) -}}
{{- fail "set kafka.bootstrap and postgres.existingSecret: both, or neither" -}}
{{- end -}}
{{- end -}}
