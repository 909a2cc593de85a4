using System.Text;
using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Tests.Record;

/// <summary>What is heard of a request until it is told.</summary>
public sealed class HeardRequestTests
{
    [Fact]
    public void Nothing_that_was_heard_stays_in_the_room_that_it_was_heard_in()
    {
        var heard = new HeardRequest();
        var room = Hear(heard, "{\"password\":\"Correct-Horse-9\"}");

        heard.TryReset().ShouldBeTrue();

        room.ToArray().ShouldAllBe(each => each == 0);
        (heard.Sent.Body.Length, heard.Sent.Parts.Length, heard.Request).ShouldBe((0, 0, null));
    }

    [Fact]
    public void Of_a_body_as_much_is_heard_as_anybody_reads()
    {
        var message = new HeardMessage();

        for (var i = 0; i < 100; i++)
            message.Hear(new byte[1000]);

        message.Body.Length.ShouldBe(65_536);
    }

    static ReadOnlyMemory<byte> Hear(HeardRequest heard, string body)
    {
        heard.Sent.Add(HeardKind.Member, "password", "Correct-Horse-9");
        heard.Sent.Add(HeardKind.Body, "", "");
        heard.Sent.Hear(Encoding.UTF8.GetBytes(body));
        return heard.Sent.Body;
    }
}
