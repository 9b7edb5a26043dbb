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
    public void Draws_an_empty_masked_box_that_no_draft_and_no_password_store_keeps()
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
    public async Task Hands_over_bytes_once_and_never_draws_them()
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
    public async Task An_empty_box_is_no_value()
    {
        _field.Setup<string?>("problem").SetResult(null);
        _field.Setup<byte[]>("read").SetResult([]);
        var field = Render<ValueField>(p => p.Add(f => f.KeepsCurrent, true));

        Assert.Null(await field.InvokeAsync(() => field.Instance.ReadAsync()));
        Assert.Contains("Leave empty to keep the current value.", field.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_stored_is_told_and_not_sent()
    {
        _field.Setup<string?>("problem").SetResult("The value holds a NUL character, which can't be stored.");
        var field = Render<ValueField>();

        var problem = await Assert.ThrowsAsync<ValueFieldException>(() => field.InvokeAsync(() => field.Instance.ReadAsync()));

        Assert.Contains("NUL", problem.Message, StringComparison.Ordinal);
        Assert.Empty(_field.Invocations["read"]);
    }

    [Fact]
    public void What_the_server_found_stands_beside_the_box()
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
