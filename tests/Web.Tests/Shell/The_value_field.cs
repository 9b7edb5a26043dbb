using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class The_value_field : BunitContext
{
    private readonly BunitJSModuleInterop _field;

    public The_value_field()
    {
        var module = JSInterop.SetupModule("./value-field.js");
        module.Mode = JSRuntimeMode.Loose;
        _field = module.SetupModule("attach", _ => true);
        _field.SetupVoid("clear").SetVoidResult();
    }

    [Fact]
    public void The_value_field_is_empty_masked_and_not_kept_as_a_draft_or_password()
    {
        var box = Render<ValueField>().Find("textarea");

        Assert.Equal("", box.TextContent);
        Assert.False(box.HasAttribute("value"));
        Assert.False(box.HasAttribute("name"));
        Assert.Contains("sd-masked", box.ClassList);
        Assert.Equal("off", box.GetAttribute("autocomplete"));
        Assert.Equal("false", box.GetAttribute("spellcheck"));
        Assert.True(box.HasAttribute("data-no-draft"));
    }

    [Fact]
    public async Task The_value_field_returns_its_bytes_and_never_renders_them()
    {
        _field.Setup<string?>("problem").SetResult(null);
        _field.Setup<byte[]>("read").SetResult("canary\r\n"u8.ToArray());
        var field = Render<ValueField>();

        var bytes = await field.InvokeAsync(() => field.Instance.ReadAsync());
        field.Render();

        Assert.Equal("canary\r\n"u8.ToArray(), bytes);
        Assert.DoesNotContain("canary", field.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_value_field_returns_no_value()
    {
        _field.Setup<string?>("problem").SetResult(null);
        _field.Setup<byte[]>("read").SetResult([]);
        var field = Render<ValueField>(p => p.Add(f => f.KeepsCurrent, true));

        Assert.Null(await field.InvokeAsync(() => field.Instance.ReadAsync()));
        Assert.Contains("Leave empty to keep the current value.", field.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_cannot_be_stored_is_reported_and_not_sent()
    {
        _field.Setup<string?>("problem").SetResult("The value holds a NUL character, which can't be stored.");
        var field = Render<ValueField>();

        var problem = await Assert.ThrowsAsync<ValueFieldException>(() => field.InvokeAsync(() => field.Instance.ReadAsync()));

        Assert.Contains("NUL", problem.Message, StringComparison.Ordinal);
        Assert.Empty(_field.Invocations["read"]);
    }

    [Fact]
    public void A_problem_found_by_the_server_is_shown_beside_the_value_field()
    {
        var field = Render<ValueField>(p => p.Add(f => f.Error, "The value is longer than 65,536 bytes."));

        var box = field.Find("textarea");
        Assert.Equal("true", box.GetAttribute("aria-invalid"));
        var described = box.GetAttribute("aria-describedby")!.Split(' ');
        Assert.Contains(
            described,
            id => field.FindAll("#" + id) is [var note] && note.TextContent.Contains("65,536", StringComparison.Ordinal)
        );
    }
}
