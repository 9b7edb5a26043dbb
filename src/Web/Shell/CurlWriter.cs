using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Patterns;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Shell;

/// <summary>Formats API requests as commands for curl. Method and path are those of the endpoint with that name in the
/// running program.</summary>
internal sealed class CurlWriter(EndpointDataSource endpoints, OpenVault vault, NavigationManager navigation)
{
    // For the shell only: nothing needs HTML escaping.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Next = " \\\n  ";

    public string AccountId => vault.AccountId;

    /// <summary>The base address of this server's API, as the member's browser reaches it.</summary>
    public string Base => navigation.BaseUri.TrimEnd('/') + ApiSetup.Path;

    /// <exception cref="InvalidOperationException">The endpoint does not exist, or does not read such a query parameter.</exception>
    public string Write(Curl curl)
    {
        var (endpoint, info) = Find(curl.Endpoint);
        var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0];
        if (curl.Query.Keys.FirstOrDefault(name => !info.Query.Contains(name)) is { } unknown)
        {
            throw new InvalidOperationException($"{curl.Endpoint} reads no {unknown}.");
        }
        List<string> parts =
        [
            method == "GET" ? "curl" : $"curl -X {method}",
            Address(endpoint.RoutePattern, curl),
            $"-H \"Authorization: Bearer ${Curl.TokenVariable}\"",
        ];
        var before = "";
        if (curl.Body is { } body)
        {
            (before, var data) = Data(JsonSerializer.Serialize(body, Plain));
            parts.AddRange(["-H 'Content-Type: application/json'", data]);
        }
        return $"{before}{parts[0]} {string.Join(Next, parts[1..])}";
    }

    private (RouteEndpoint Endpoint, ApiEndpointInfo Info) Find(string name)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<ApiEndpointInfo>() is { } info && info.Name == name)
            {
                return (endpoint, info);
            }
        }
        throw new InvalidOperationException($"The API has no endpoint named {name}.");
    }

    /// <summary>The URL as one shell word: quoted text, and variables in double quotes.</summary>
    private string Address(RoutePattern route, Curl curl)
    {
        var (word, text) = (new StringBuilder(), new StringBuilder(navigation.BaseUri.TrimEnd('/')));
        foreach (var segment in route.PathSegments)
        {
            text.Append('/');
            foreach (var part in segment.Parts)
            {
                Append(word, text, part, curl);
            }
        }
        var query = string.Join('&', curl.Query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}"));
        text.Append(query.Length > 0 ? $"?{query}" : "");
        Close(word, text);
        return word.ToString();
    }

    private void Append(StringBuilder word, StringBuilder text, RoutePatternPart part, Curl curl)
    {
        if (part is not RoutePatternParameterPart parameter)
        {
            text.Append(((RoutePatternLiteralPart)part).Content);
        }
        else if ((parameter.Name == "account_id" ? AccountId : curl.Path.GetValueOrDefault(parameter.Name)) is { } given)
        {
            text.Append(Uri.EscapeDataString(given));
        }
        else
        {
            Close(word, text);
            word.Append("\"$").Append(parameter.Name.ToUpperInvariant()).Append('"');
        }
    }

    private static void Close(StringBuilder word, StringBuilder text)
    {
        word.Append(text.Length > 0 ? Curl.Quote(text.ToString()) : "");
        text.Clear();
    }

    /// <summary>jq converts a value to JSON: a line break or a quotation mark in a pasted value would change it.</summary>
    private static (string Before, string Data) Data(string json)
    {
        var place = JsonSerializer.Serialize(Curl.Value, Plain);
        return json.Contains(place, StringComparison.Ordinal)
            ? (
                $"jq -cn --arg value \"$VALUE\" {Curl.Quote(json.Replace(place, "$value", StringComparison.Ordinal))} |{Next}",
                "--data-binary @-"
            )
            : ("", $"--data-binary {Curl.Quote(json)}");
    }
}
