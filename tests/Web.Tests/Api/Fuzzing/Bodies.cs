using System.Text.Json.Nodes;
using CsCheck;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>Bodies as the document describes them, in which now and then something is
/// wrong. They are texts: what is wrong may be no JSON.</summary>
internal sealed class Bodies(ApiDocument document)
{
    private static readonly Gen<string> Name = Gen.Char["abcXYZ019_-"].Array[1, 12].Select(c => $"\"n{new string(c)}\"");

    public Gen<string> Like(JsonNode schema, string name)
    {
        var part = document.Resolve(schema);
        return part["oneOf"] is JsonArray ways ? Gen.OneOf<string>([.. ways.Select(w => Like(w!, name))])
            : part["enum"] is JsonArray words ? Gen.OneOf<string>([.. words.Select(w => w!.ToJsonString())])
            : part["type"] is JsonArray types
                ? Gen.Frequency((1, Gen.Const("null")), (4, OfType((string)types.First(t => (string)t! != "null")!, part, name)))
            : OfType((string?)part["type"] ?? "string", part, name);
    }

    private Gen<string> OfType(string type, JsonNode part, string name) =>
        type switch
        {
            "object" => part["properties"] is JsonObject members
                ? Object(members, part["required"]?.AsArray().Select(r => (string)r!).ToHashSet() ?? [])
                : Gen.OneOf<string>(Gen.Const("{}"), FuzzInput.Json),
            "array" => Like(part["items"]!, Single(name)).Array[(int?)part["minItems"] ?? 0, 2].Select(all => $"[{string.Join(',', all)}]"),
            "integer" or "number" => Gen.Int[0, 50].Select(n => $"{n}"),
            "boolean" => Gen.Bool.Select(b => b ? "true" : "false"),
            _ => Text(part, name),
        };

    private Gen<string> Object(JsonObject members, HashSet<string> required)
    {
        var all = Gen.Const("");
        foreach (var (name, schema) in members)
        {
            var good = Like(schema!, name).Select(v => $",\"{name}\":{v}");
            var bad = FuzzInput.Json.Select(v => $",\"{name}\":{v}");
            var twice = Gen.Select(good, bad, (a, b) => a + b);
            var member = Gen.Frequency(
                (required.Contains(name) ? 40 : 20, good),
                (required.Contains(name) ? 1 : 20, Gen.Const("")),
                (3, bad),
                (1, twice)
            );
            all = Gen.Select(all, member, (before, one) => before + one);
        }
        var unknown = Gen.Frequency((20, Gen.Const("")), (1, FuzzInput.Json.Select(v => $",\"{FuzzInput.Echo}\":{v}")));
        return Gen.Select(all, unknown, (known, more) => $"{{{(known + more).TrimStart(',')}}}");
    }

    // A text between two § is a placeholder, which is filled in when the request is sent.
    private static Gen<string> Text(JsonNode part, string name) =>
        name switch
        {
            "value" => Gen.Int[0, 9].Select(n => $"\"{FuzzInput.Canary}-{n}\""),
            _ when name == "id" || name.EndsWith("_id", StringComparison.Ordinal) => Gen.Frequency(
                (8, Gen.Const($"\"§{(name == "id" ? "secret_id" : name)}§\"")),
                (1, Gen.Const("\"§foreign§\"")),
                (1, Gen.Const("\"§nothing§\""))
            ),
            "secret_name" => Gen.Frequency((4, Gen.Const("\"FREE\"")), (1, Name)),
            "main_module" => Gen.Frequency((30, Gen.Const("\"index.js\"")), (1, Name)),
            "compatibility_date" => Gen.Const("\"2026-01-01\""),
            "compatibility_flags" => Gen.Const("\"nodejs_compat\""),
            "keep_bindings" => Gen.OneOf(Gen.Const("\"secrets_store_secret\""), Gen.Const("\"plain_text\"")),
            "old_name" => Gen.Const("\"BINDING\""),
            "effect" => Gen.Const("\"allow\""),
            "email" => Name.Select(n => $"{n[..^1]}@example.org\""),
            _ when (string?)part["format"] == "date-time" => Gen.Const("\"2030-01-01T00:00:00Z\""),
            _ => Name,
        };

    private static string Single(string name) => name == "ids" ? "id" : name;
}
