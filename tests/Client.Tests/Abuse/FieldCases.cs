namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Good bodies with one field that is not: of the wrong type, out of range, or beyond what the model can do.</summary>
internal static class FieldCases
{
    private const string Chat = """{"messages": [{"role": "user", "content": "Hello."}], "max_tokens": 1, FIELD}""";
    private const string Messages = """{"max_tokens": 1, FIELD}""";
    private const string Image = """{"prompt": "a star", FIELD}""";
    private const string Response = """{"input": "Hello.", "max_output_tokens": 1, FIELD}""";
    private const string Input = """{"max_output_tokens": 1, FIELD}""";
    private const string Batch = """{"input_file_id": "file-0", "endpoint": "/v1/images/generations", "completion_window": "1h", FIELD}""";
    private const string Key = """{"name": "x", FIELD}""";
    private const string Only = "{FIELD}";

    /// <summary>Texts that name something which is not there, instead of being wrong.</summary>
    private static readonly string[] NotFound = ["\"model\": \"", "\"previous_response_id\": \"", "\"conversation\": \"conv_", "\"silo\": \"none"];

    private static readonly string Long = new('x', 70_000);

    /// <summary>How answers are drawn, in chat and in responses.</summary>
    private static readonly (string, string?)[] Drawing =
    [
        ("\"temperature\": -0.1", "temperature"), ("\"temperature\": 101", "temperature"), ("\"temperature\": \"hot\"", "temperature"), ("\"temperature\": 1e400", "temperature"),
        ("\"top_p\": 0", "top_p"), ("\"top_p\": 1.01", "top_p"), ("\"top_p\": [1]", "top_p"), ("\"top_p\": -1e308", "top_p"),
        ("\"top_k\": -1", "top_k"), ("\"top_k\": 2147483648", "top_k"), ("\"top_k\": 1.5", "top_k"), ("\"top_k\": true", "top_k"),
        ("\"seed\": -1", "seed"), ("\"seed\": 9007199254740992", "seed"), ("\"seed\": 99999999999999999999999999", "seed"), ("\"seed\": \"1\"", "seed"), ("\"seed\": 0.5", "seed"),
        ("\"repetition_penalty\": 0", "repetition_penalty"), ("\"repetition_penalty\": 11", "repetition_penalty"),
        ("\"stop\": \"\"", "stop"), ("\"stop\": [\"\"]", "stop"), ("\"stop\": [null]", "stop"), ("\"stop\": 5", "stop"), ("\"stop\": {}", "stop"),
        ("\"stop\": [\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop"), ($"\"stop\": \"{new string('s', 257)}\"", "stop"),
        ("\"tools\": [{\"type\": \"function\"}]", "tools"), ("\"metadata\": 5", "metadata"), ("\"metadata\": {\"a\": 1}", "metadata.a"), ("\"metadata\": {\"a\": null}", "metadata"),
        ($"\"metadata\": {{\"{new string('k', 65)}\": \"\"}}", "metadata"), ($"\"metadata\": {{\"k\": \"{new string('v', 513)}\"}}", "metadata"),
        ($"\"metadata\": {{{string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"k{i}\": \"\""))}}}", "metadata"),
        ("\"top_logprobs\": 21", "top_logprobs"), ("\"top_logprobs\": -1", "top_logprobs"), ("\"stream\": \"yes\"", "stream"), ("\"user\": 5", "user"), ("\"store\": 1", "store"),
        ("\"model\": \"no-such-model\"", "model"), ("\"model\": 5", "model"),
    ];

    private static readonly (string, string?)[] OfChat =
    [
        ("\"n\": 0", "n"), ("\"n\": 9", "n"), ("\"n\": -1", "n"), ("\"n\": \"2\"", "n"), ("\"n\": 1e3", "n"), ("\"n\": 1000000000000", "n"),
        ("\"max_completion_tokens\": 2", "max_tokens"), ("\"max_completion_tokens\": \"x\"", "max_completion_tokens"),
        ("\"tool_choice\": \"required\"", "tool_choice"), ("\"tool_choice\": {\"type\": \"function\"}", "tool_choice"), ("\"tool_choice\": \"\\ud800\"", "tool_choice"),
        ("\"logit_bias\": {\"5\": 100}", "logit_bias"), ("\"frequency_penalty\": 1", "frequency_penalty"), ("\"presence_penalty\": -1", "presence_penalty"), ("\"presence_penalty\": 1e999", "presence_penalty"),
        ("\"modalities\": [\"audio\"]", "modalities"), ("\"modalities\": [null]", "modalities"), ("\"modalities\": \"text\"", "modalities"),
        ("\"logprobs\": 5", "logprobs"), ("\"stream_options\": {\"include_usage\": true}", "stream_options"), ("\"stream\": true, \"stream_options\": {\"x\": 1}", "stream_options.x"),
        ("\"response_format\": {\"type\": \"json_object\"}", "response_format.type"), ("\"response_format\": {\"type\": 5}", "response_format.type"), ("\"response_format\": \"text\"", "response_format"),
        ("\"functions\": []", "functions"), ("\"max_tokens\": 1", "max_tokens"),
    ];

    private static readonly (string, string?)[] OfMessages =
    [
        ("\"messages\": []", "messages"), ("\"messages\": null", "messages"), ("\"messages\": {}", "messages"), ("\"messages\": \"Hello.\"", "messages"), ("\"user\": \"x\"", "messages"),
        ("\"messages\": [null]", "messages[0]"), ("\"messages\": [5]", "messages[0]"), ("\"messages\": [[]]", "messages[0]"), ("\"messages\": [{}]", "messages[0].role"),
        ("\"messages\": [{\"role\": \"user\"}]", "messages[0].content"), ("\"messages\": [{\"role\": \"user\", \"content\": null}]", "messages[0].content"),
        ("\"messages\": [{\"role\": \"user\", \"content\": 5}]", "messages[0].content"), ("\"messages\": [{\"role\": \"user\", \"content\": {}}]", "messages[0].content"),
        ("\"messages\": [{\"role\": \"user\", \"content\": []}]", "messages[0].content"), ("\"messages\": [{\"role\": \"user\", \"content\": [null]}]", "messages[0].content[0].type"),
        ("\"messages\": [{\"role\": \"user\", \"content\": [\"x\"]}]", "messages[0].content[0]"), ("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}]", "messages[0].content[0].text"),
        ("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_audio\"}]}]", "messages[0].content[0].type"),
        ("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]", "messages[0].content[0].image_url.url"),
        ("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": \"data:image/png;base64,AAAA\"}]}]", "messages[0].content[0].image_url"),
        ("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": 5}}]}]", "messages[0].content[0].image_url.url"),
        ("\"messages\": [{\"role\": \"root\", \"content\": \"x\"}]", "messages[0].role"), ("\"messages\": [{\"role\": \"USER\", \"content\": \"x\"}]", "messages[0].role"),
        ("\"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]", "messages[0].role"), ("\"messages\": [{\"role\": 0, \"content\": \"x\"}]", "messages[0].role"),
        ("\"messages\": [{\"role\": \"\\ud800\", \"content\": \"x\"}]", "messages[0].role"), ("\"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]", "messages[0].content"),
        ("\"messages\": [{\"role\": \"user\", \"content\": \"x\\udc00y\"}]", "messages[0].content"), ("\"messages\": [{\"role\": \"user\", \"content\": \"x\", \"content\": \"y\"}]", "messages[0].content"),
        ("\"messages\": [{\"role\": \"user\", \"content\": \"x\", \"tool_call_id\": \"1\"}]", "messages[0].tool_call_id"),
        ("\"messages\": [{\"role\": \"assistant\", \"content\": \"x\"}]", "messages[0].role"), ("\"messages\": [{\"role\": \"system\", \"content\": \"x\"}]", "messages[0].role"),
        ("\"messages\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"system\", \"content\": \"y\"}]", "messages[1].role"),
        ($"\"messages\": [{{\"role\": \"user\", \"content\": \"{Long}\"}}]", "messages"),
        ($"\"messages\": [{string.Join(',', Enumerable.Repeat("{\"role\": \"user\", \"content\": \"x\"}", 1_001))}]", "messages"),
        ($"\"messages\": [{{\"role\": \"user\", \"content\": [{string.Join(',', Enumerable.Repeat("{\"type\": \"text\", \"text\": \"\\u0000\"}", 40_000))}]}}]", "messages"),
    ];

    private static readonly (string, string?)[] OfImages =
    [
        ("\"n\": 0", "n"), ("\"n\": 11", "n"), ("\"n\": -5", "n"), ("\"n\": 1.5", "n"), ("\"n\": \"1\"", "n"), ("\"n\": 99999999999", "n"), ("\"n\": 1e9", "n"),
        ("\"size\": \"1024x1024\"", "size"), ("\"size\": \"0x0\"", "size"), ("\"size\": \"-1x-1\"", "size"), ("\"size\": 384", "size"), ("\"size\": \"\"", "size"), ("\"size\": \"99999999999x1\"", "size"),
        ("\"response_format\": \"file\"", "response_format"), ("\"response_format\": 1", "response_format"), ("\"stream\": 1", "stream"),
        ("\"partial_images\": 1", "partial_images"), ("\"stream\": true, \"partial_images\": 4", "partial_images"), ("\"stream\": true, \"partial_images\": -1", "partial_images"),
        ("\"output_format\": \"jpeg\"", "output_format"), ("\"output_compression\": 50", "output_compression"), ("\"background\": \"transparent\"", "background"),
        ("\"quality\": \"best\"", "quality"), ("\"style\": \"none\"", "style"), ("\"moderation\": \"off\"", "moderation"), ($"\"user\": \"{new string('u', 513)}\"", "user"),
        ("\"guidance\": 0.5", "guidance"), ("\"guidance\": 101", "guidance"), ("\"guidance\": 1e999", "guidance"), ("\"guidance\": null, \"temperature\": -1", "temperature"), ("\"temperature\": 1e300", "temperature"),
        ("\"top_k\": -1", "top_k"), ("\"top_p\": 0", "top_p"), ("\"top_p\": 2", "top_p"), ("\"seed\": -1", "seed"), ("\"seed\": 9007199254740992", "seed"), ("\"seed\": 1e2", "seed"),
        ("\"image\": \"x\"", "image"), ("\"model\": [\"x\"]", "model"), ("\"model\": \"\"", "model"), ("\"model\": \"../../etc/passwd\"", "model"),
    ];

    private static readonly (string, string?)[] OfPrompts =
    [
        ("\"n\": 1", "prompt"), ("\"prompt\": null", "prompt"), ("\"prompt\": \"\"", "prompt"), ("\"prompt\": \" \\n\\t\"", "prompt"), ("\"prompt\": 5", "prompt"), ("\"prompt\": [\"x\"]", "prompt"),
        ("\"prompt\": \"\\ud800\"", "prompt"), ("\"prompt\": \"\\udfff\\ud800\"", "prompt"), ($"\"prompt\": \"{new string('p', 16_385)}\"", "prompt"), ($"\"prompt\": \"{new string('p', 16_384)}\"", "prompt"),
    ];

    private static readonly (string, string?)[] OfResponses =
    [
        ("\"max_output_tokens\": 1", "max_output_tokens"), ("\"background\": true", "background"), ("\"truncation\": \"auto\"", "truncation"), ("\"include\": [\"file_search\"]", "include"), ("\"include\": [null]", "include"), ("\"include\": \"x\"", "include"),
        ("\"previous_response_id\": \"resp_1\"", "previous_response_id"), ("\"previous_response_id\": \"\"", "previous_response_id"), ("\"previous_response_id\": 5", "previous_response_id"),
        ("\"previous_response_id\": \"resp_00000000000000000000000000000000\"", "previous_response_id"), ("\"previous_response_id\": \"resp_00000000000000000000000000000000_99999999\"", "previous_response_id"),
        ("\"conversation\": \"conv_1\"", "conversation"), ("\"conversation\": {}", "conversation"), ("\"conversation\": null, \"conversation\": \"x\"", "conversation"), ("\"conversation\": {\"id\": null}", "conversation"), ("\"conversation\": 5", "conversation"),
        ("\"conversation\": \"conv_00000000000000000000000000000000\"", "conversation"), ("\"conversation\": \"x\", \"previous_response_id\": \"y\"", "conversation"), ("\"conversation\": \"x\", \"store\": false", "store"),
        ("\"text\": {\"format\": {\"type\": \"json_schema\"}}", "text.format.type"), ("\"text\": 5", "text"), ("\"instructions\": 5", "instructions"), ($"\"instructions\": \"{Long}\"", "instructions"),
        ("\"stream_options\": 5", "stream_options"),
    ];

    private static readonly (string, string?)[] OfInputs =
    [
        ("\"user\": \"x\"", "input"), ("\"input\": null", "input"), ("\"input\": 5", "input"), ("\"input\": []", "input"), ("\"input\": {}", "input"), ("\"input\": [null]", "input[0]"),
        ("\"input\": [{\"type\": \"function_call\"}]", "input[0].type"), ("\"input\": [{\"role\": \"user\"}]", "input[0].content"), ("\"input\": [{\"role\": \"boss\", \"content\": \"x\"}]", "input[0].role"),
        ("\"input\": [{\"role\": \"assistant\", \"content\": \"x\"}]", "input"), ("\"input\": [{\"role\": \"user\", \"content\": [null]}]", "input[0].content[0].type"),
        ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_file\"}]}]", "input[0].content[0].type"), ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_text\"}]}]", "input[0].content[0].text"),
        ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\"}]}]", "input[0].content[0]"),
        ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"image_url\": \"data:,\", \"file_id\": \"file-1\"}]}]", "input[0].content[0]"),
        ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"file_id\": \"file-none\"}]}]", "input[0].content[0].file_id"),
        ("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"file_id\": \"../../etc/passwd\"}]}]", "input[0].content[0].file_id"),
        ("\"input\": [{\"role\": \"assistant\", \"content\": [{\"type\": \"input_image\", \"file_id\": \"x\"}]}, {\"role\": \"user\", \"content\": \"x\"}]", "input[0].content[0]"),
        ("\"input\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"system\", \"content\": \"y\"}]", "input[1].role"),
        ("\"input\": \"\\ud83d\"", "input"), ($"\"input\": \"{Long}\"", "input"),
    ];

    private static readonly (string, string?)[] OfConversations =
    [
        ("\"items\": 5", "items"), ("\"items\": [5]", "items[0]"), ("\"items\": [null]", "items[0]"), ("\"items\": [{\"role\": \"x\"}]", "items[0].role"), ("\"metadata\": []", "metadata"), ("\"metadata\": {\"\": \"x\"}", "metadata"),
        ($"\"metadata\": {{{string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"k{i}\": \"\""))}}}", "metadata"), ($"\"items\": [{{\"role\": \"user\", \"content\": \"{Long}\"}}]", "items"),
    ];

    private static readonly (string, string?)[] OfBatches =
    [
        ("\"metadata\": {\"\": \"x\"}", "metadata"), ("\"metadata\": {\"a\": null}", "metadata"), ("\"output_expires_after\": {}", "output_expires_after.anchor"), ("\"output_expires_after\": {\"anchor\": \"now\", \"seconds\": 3600}", "output_expires_after.anchor"),
        ("\"output_expires_after\": {\"anchor\": \"created_at\"}", "output_expires_after.seconds"), ("\"output_expires_after\": {\"anchor\": \"created_at\", \"seconds\": 1}", "output_expires_after"),
        ("\"output_expires_after\": {\"anchor\": \"created_at\", \"seconds\": -2147483648}", "output_expires_after"), ("\"output_expires_after\": {\"anchor\": \"created_at\", \"seconds\": 1e99}", "output_expires_after.seconds"),
        ("\"metadata\": {}", "input_file_id"),
    ];

    private static readonly (string, string?)[] OfWholeBatches =
    [
        ("\"endpoint\": \"/v1/images/generations\", \"completion_window\": \"1h\"", "input_file_id"), ("\"input_file_id\": \"file-0\", \"completion_window\": \"1h\"", "endpoint"), ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\"", "completion_window"),
        ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/files\", \"completion_window\": \"1h\"", "endpoint"), ("\"input_file_id\": \"file-0\", \"endpoint\": \"http://localhost/\", \"completion_window\": \"1h\"", "endpoint"),
        ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"0h\"", "completion_window"), ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"8d\"", "completion_window"),
        ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"999d\"", "completion_window"), ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"٣h\"", "completion_window"),
        ("\"input_file_id\": \"file-0\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"-1h\"", "completion_window"), ("\"input_file_id\": \"../../x\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"1h\"", "input_file_id"),
        ("\"input_file_id\": \"a/b\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"1h\"", "input_file_id"), ("\"input_file_id\": \"\\u0000\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"1h\"", "input_file_id"),
        ("\"input_file_id\": \"\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"1h\"", "input_file_id"),
    ];

    private static readonly (string, string?)[] OfPolicies =
    [
        ("\"weight\": 0", "weight"), ("\"weight\": -1", "weight"), ("\"weight\": 1e308", "weight"), ("\"weight\": 1e999", "weight"), ("\"weight\": \"1\"", "weight"), ("\"max_concurrent_images\": -1", "max_concurrent_images"),
        ("\"max_queued_items\": -1", "max_queued_items"), ("\"max_queued_items\": 99999999999", "max_queued_items"), ("\"max_conversations\": -1", "max_conversations"), ("\"requests_per_minute\": -1", "requests_per_minute"),
        ("\"requests_per_minute\": 0.5", "requests_per_minute"), ("\"max_stored_bytes\": -1", "max_stored_bytes"), ("\"max_stored_bytes\": 1e30", "max_stored_bytes"), ("\"name\": \"x\"", "name"),
    ];

    private static readonly (string, string?)[] OfKeys =
    [
        ("\"scopes\": []", "scopes"), ("\"scopes\": [\"root\"]", "scopes"), ("\"scopes\": [null]", "scopes"), ("\"scopes\": \"admin\"", "scopes"), ("\"scopes\": [3]", "scopes[0]"), ("\"expires_at\": 1", "expires_at"), ("\"expires_at\": -1", "expires_at"),
        ("\"expires_at\": 253402300800", "expires_at"), ("\"expires_at\": \"tomorrow\"", "expires_at"), ("\"expires_at\": 9223372036854775808", "expires_at"), ("\"key\": \"mine\"", "key"), ("\"tenant\": \"other\"", "tenant"), ("\"id\": \"x\"", "id"),
    ];

    private static readonly (string, string?)[] OfKeyNames =
        [("\"scopes\": [\"generate\"]", "name"), ("\"name\": \"\"", "name"), ("\"name\": \" \"", "name"), ("\"name\": \"\\u0000\"", "name"), ($"\"name\": \"{new string('n', 101)}\"", "name"), ("\"name\": 5", "name"), ("\"name\": \"a\\nb\"", "name")];

    private static readonly (string, string?)[] OfWebhooks =
    [
        ("\"events\": [\"batch.completed\"]", "url"), ("\"url\": null", "url"), ("\"url\": 5", "url"), ("\"url\": \"https://example.com/\"", "url"), ($"\"url\": \"https://example.com/{new string('u', 2_050)}\"", "url"), ("\"url\": \"https://example.com/\", \"events\": []", "events"),
        ("\"url\": \"https://example.com/\", \"events\": [null]", "events"), ("\"url\": \"https://example.com/\", \"events\": [\"all\"]", "events"), ("\"url\": \"https://example.com/\", \"events\": [\"batch.completed\", \"batch.completed\"]", "events"), ("\"url\": \"https://example.com/\", \"events\": 5", "events"),
        ("\"url\": \"https://example.com/\", \"secret\": \"mine\"", "secret"),
    ];

    private static readonly (string, string?)[] OfDrains = [("\"silo\": null", "silo"), ("\"silo\": \"\"", "silo"), ("\"silo\": 5", "silo"), ("\"silo\": \"none\"", "silo"), ($"\"silo\": \"{new string('s', 257)}\"", "silo"), ("\"silos\": []", "silos")];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Of("/v1/chat/completions", Chat, [.. Drawing, .. OfChat]), .. Of("/v1/chat/completions", Messages, OfMessages),
        .. Of("/v1/images/generations", Image, OfImages), .. Of("/v1/images/generations", Only, OfPrompts),
        .. Of("/v1/responses", Response, [.. Drawing, .. OfResponses]), .. Of("/v1/responses", Input, OfInputs),
        .. Of("/v1/conversations", Only, OfConversations), .. Of("/v1/batches", Batch, OfBatches), .. Of("/v1/batches", Only, OfWholeBatches),
        .. Of("/v1/admin/tenants/abuse-fields", Only, OfPolicies, "PUT"), .. Of("/v1/admin/tenants/abuse-fields/keys", Key, OfKeys), .. Of("/v1/admin/tenants/abuse-fields/keys", Only, OfKeyNames),
        .. Of("/v1/webhooks", Only, OfWebhooks), .. Of("/v1/admin/cluster/drain", Only, OfDrains),
    ];

    /// <param name="body">JSON with the place for the field: FIELD.</param>
    private static IEnumerable<AbuseCase> Of(string target, string body, IEnumerable<(string Json, string? Param)> fields, string method = "POST") =>
        fields.Select(field => new AbuseCase(
            $"{method} {target} {Shorten(field.Json)}", WireRequest.Json(target, body.Replace("FIELD", field.Json, StringComparison.Ordinal), method),
            NotFound.Any(name => field.Json.StartsWith(name, StringComparison.Ordinal)) ? 404 : 400, field.Param));

    private static string Shorten(string json) => json.Length <= 180 ? json : $"{json[..100]}…({json.Length})";
}
