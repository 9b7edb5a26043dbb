using CsCheck;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>Multipart forms around a JSON part: most of them whole, some of them broken. Lines end as the form wants it.</summary>
internal static class Forms
{
    public const string Metadata = "[the metadata]",
        ContentType = "multipart/form-data; boundary=between";

    private static readonly string Head = Part("name=\"metadata\"", Metadata),
        Main = Part("name=\"index.js\"; filename=\"index.js\"", "export default {};"),
        End = "--between--\r\n";

    public static readonly Gen<string> Any = Gen.Frequency(
        (15, Gen.Const(Head + Main + End)),
        (1, Gen.Const(Main + Head + End)),
        (
            5,
            Gen.OneOf<string>(
                Head + End,
                Main + End,
                Head + Main,
                Head + Head + Main + End,
                Head + Main + Main + End,
                Head + Main + Part("name=\"../x\"", "x") + End,
                Head + Main + Part("name=\"a\\b\"", "x") + End,
                Head + Main + Part("", "x") + End,
                Head + Main + Part($"name=\"{FuzzInput.Echo}\"", "x") + End,
                Head + Main + Part("name=\"index.js\"; name=\"twice\"", "x") + End,
                "--between\r\n" + Head,
                "--between\r\nContent-Disposition form-data\r\n\r\nx\r\n" + End,
                Head + Main + Part($"name=\"long\"; filename=\"{new string('f', 9_000)}\"", "x") + End,
                Head + Main + string.Concat(Enumerable.Range(0, 1_001).Select(i => Part($"name=\"m{i}\"", ""))) + End,
                End,
                Metadata
            )
        )
    );

    private static string Part(string name, string content) => $"--between\r\nContent-Disposition: form-data; {name}\r\n\r\n{content}\r\n";
}
